// ObjectStream: splits a text in EDN or JSON into its objects, {…}, whether these are one per line or in one array, or
// in the :history of a Jepsen test. It holds one object at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

class ObjectStream {
 public:
  enum class Syntax : std::uint8_t { edn, json };

  ObjectStream(ByteSource& source, Syntax syntax);

  // The text of the next object, with its braces; valid until the next call. False: there is none, or it is malformed.
  bool next(std::string_view& object);
  // The line in which that object starts.
  std::uint64_t line() const { return line_; }
  const Complaint& wrong() const { return wrong_; }
  // True if the text ended within an object: its text so far is torn_text(). Or within the array of all objects.
  bool torn() const { return torn_; }
  std::string_view torn_text() const { return object_; }
  bool open_array() const { return within_ > 0; }
  // True if the objects are the history within a test, whatever else the test holds.
  bool of_test() const { return test_; }

 private:
  bool find_object();
  bool take_object();
  bool take_part(int c, unsigned& braces, unsigned& brackets);
  bool names_history() const;
  void close_bracket();
  bool too_many(int c);
  void take(bool keep);
  void take_plain();
  void take_quoted();
  void take_comment();
  void take_tag();
  void take_element();
  void take_unit(int c);
  void take_rest_of_test();

  ByteSource& source_;
  bool edn_;
  std::array<bool, 256> meaning_{};  // by character: false: it is content, whatever is around it
  std::string object_;
  std::uint64_t line_ = 0;
  Complaint wrong_;
  unsigned within_ = 0;  // brackets around the objects that are open
  bool test_ = false;
  bool over_ = false;  // the array or the test is complete
  bool first_ = true;  // only the first object can be a test
  bool torn_ = false;
};

}  // namespace whitewater::tools
