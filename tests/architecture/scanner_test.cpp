// The scanner on the shapes of C++ that a simpler one would misread.
#include "tests/architecture/source_scanner.hpp"
#include "tests/catch.hpp"

using namespace whitewater::architecture;

namespace {

std::vector<std::string> function_names(const char* text) {
  const Source source = scan("core/base/a.cpp", text);
  REQUIRE(source.balanced);
  std::vector<std::string> names;
  for (const Function& function : source.functions) names.push_back(function.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("braces in comments, strings and characters are not braces") {
  REQUIRE(function_names("void f() { /* { */ g(\"{\\\"{\", '{', R\"x({)\")x\", 1'000); // {\n}") == Names{"f"});
}

TEST_CASE("namespaces, types and initializers are not functions; what they hold may be") {
  REQUIRE(function_names("namespace a::b { struct S final : B<int> { S() : x_{1}, y_(2) {} int x_{0}; }; }") ==
          Names{"S"});
  REQUIRE(function_names("template <class T = decltype(f())> struct S { void g(O o = {}) const {} };") == Names{"g"});
  REQUIRE(function_names("enum class E : int { a, b = 3 }; constexpr int t[] = {1, 2}; extern \"C\" { int f() { } }") ==
          Names{"f"});
  REQUIRE(function_names("constexpr auto f = [](int x) { if (x) { return 1; } return 2; };").empty());
  REQUIRE(function_names("template <class T> concept C = requires(T t) { t.f(); };").empty());
}

TEST_CASE("operators, constructors and trailing returns are functions") {
  REQUIRE(function_names("bool operator<(A a, A b) { return true; } int h() {}") == Names{"<", "h"});
  REQUIRE(function_names("struct S { auto operator()(int) const -> int { return 1; } ~S() { } };") ==
          Names{"operator", "S"});
  REQUIRE(function_names("S::S(int a) : Base{a}, f_([&] { return 1; }()) { g(); }") == Names{"S"});
  REQUIRE(function_names("std::function<void()> f(std::map<int, int> m) noexcept { }") == Names{"f"});
}

TEST_CASE("a function extends from its first token to its closing brace") {
  const Source source = scan("core/base/a.cpp", "\nint\nf(int a,\n  int b)\n{\n  return a;\n}\n");
  REQUIRE(source.functions.size() == 1);
  REQUIRE(source.functions[0].first_line == 2);
  REQUIRE(source.functions[0].last_line == 7);
}

TEST_CASE("includes are read with their form, and not from comments") {
  const Source source =
      scan("core/base/a.cpp", "#include <vector>\n  #  include \"core/base/a.hpp\"  // why\n// #include <map>\n");
  REQUIRE(source.includes.size() == 2);
  REQUIRE(source.includes[0].target == "vector");
  REQUIRE(source.includes[0].angled);
  REQUIRE(source.includes[1].target == "core/base/a.hpp");
  REQUIRE_FALSE(source.includes[1].angled);
  REQUIRE(source.includes[1].line == 2);
}

TEST_CASE("only objects that outlive a call and can change are mutable objects") {
  const auto count = [](const char* text) { return scan("core/base/a.cpp", text).mutable_objects.size(); };
  REQUIRE(count("struct S { int a = 0; S* next; std::function<void()> f; friend bool operator==(S, S) = default; };") ==
          0);
  REQUIRE(count("template <class... T> overloaded(T...) -> overloaded<T...>; static_assert(sizeof(S) == 8);") == 0);
  REQUIRE(count("using A = B; class C; enum class E; template <> struct D<int>; bool operator<=>(A, B);") == 0);
  REQUIRE(count("void f() { int x = 0; auto g = [] { int y; }; static constexpr int z = 1; }") == 0);
  REQUIRE(count("int a; int b[3] = {}; std::atomic<bool> c{false}; Foo* const d = nullptr; const Foo* e;") == 4);
}
