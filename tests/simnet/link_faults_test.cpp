// Faults on links that overlap: each does its part while it is open, whatever begins or ends meanwhile. Semantics one
// by one, then any sequence of them against a model.

#include "core/base/check.hpp"
#include "simnet/links.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::simnet;

namespace {

NodeId id(unsigned node) {
  return NodeId{static_cast<std::uint16_t>(node)};
}

NodeSet nodes(std::initializer_list<unsigned> list) {
  NodeSet set;
  for (const unsigned node : list) set.insert(id(node));
  return set;
}

DelayModel constant(Duration delay) {
  return {DelayModel::Kind::constant, delay, {}, {}, {}, {}, {}};
}

LinkModel plain_model() {
  return {constant(milliseconds(1)), Probability{10'000}, Probability{}, false};
}

Links fresh_links(unsigned count) {
  Links links;
  links.reset(7, count, count, plain_model(), plain_model());
  return links;
}

Link& link(Links& links, unsigned from, unsigned to) {
  return links.link(SendKind::message, id(from), id(to));
}

LinkModifier loses(std::uint32_t ppm) {
  return {.loss = Probability{ppm}, .duplication = {}, .delay = {}};
}

const LinkSet everywhere = LinkSet::from_to(NodeSet::first(8), NodeSet::first(8));

}  // namespace

TEST_CASE("a link set has every directed link between two sets, and none of a node to itself") {
  const LinkSet both = LinkSet::between(nodes({0, 1}), nodes({1, 2}));
  CHECK(both.contains(id(0), id(1)));
  CHECK(both.contains(id(2), id(0)));
  CHECK_FALSE(both.contains(id(1), id(1)));
  CHECK_FALSE((both - LinkSet::from_to(nodes({0}), nodes({1}))).contains(id(0), id(1)));
  CHECK(LinkSet::from_to(nodes({3}), nodes({3})).empty());
  CHECK(both.nodes() == nodes({0, 1, 2}));
}

TEST_CASE("two partitions: a link is open again when both have ended") {
  Links links = fresh_links(3);
  const LinkSet first = LinkSet::between(nodes({0}), nodes({1, 2}));
  const LinkSet second = LinkSet::between(nodes({0, 1}), nodes({2}));
  links.cut(first);
  links.cut(second);
  CHECK(link(links, 0, 2).cut());
  links.uncut(first);
  CHECK_FALSE(link(links, 0, 1).cut());
  CHECK(link(links, 0, 2).cut());
  CHECK(link(links, 2, 1).cut());
  links.uncut(second);
  CHECK_FALSE(link(links, 0, 2).cut());
  CHECK_THROWS_AS(links.uncut(second), CheckFailure);
}

TEST_CASE("a one-way cut within a partition outlives it") {
  Links links = fresh_links(3);
  const LinkSet parted = LinkSet::between(nodes({0}), nodes({1, 2}));
  const LinkSet one_way = LinkSet::from_to(nodes({0}), nodes({1}));
  links.cut(parted);
  links.cut(one_way);
  links.uncut(parted);
  CHECK(link(links, 0, 1).cut());
  CHECK_FALSE(link(links, 1, 0).cut());
}

TEST_CASE("loss twice on a link: the later one decides, then the earlier one again, then the link's own") {
  Links links = fresh_links(3);
  const LinkSet wide = LinkSet::from_to(nodes({0, 1, 2}), nodes({0, 1, 2}));
  const LinkSet narrow = LinkSet::from_to(nodes({0}), nodes({1}));
  const ModifierId first = links.modify(wide, loses(200'000));
  const ModifierId second = links.modify(narrow, loses(900'000));
  CHECK(link(links, 0, 1).model().loss.ppm == 900'000);
  CHECK(link(links, 1, 0).model().loss.ppm == 200'000);
  links.unmodify(second, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 200'000);
  links.unmodify(first, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 10'000);
}

TEST_CASE("the earlier of two losses may end first") {
  Links links = fresh_links(2);
  const LinkSet all = LinkSet::between(nodes({0}), nodes({1}));
  const ModifierId first = links.modify(all, loses(200'000));
  const ModifierId second = links.modify(all, loses(900'000));
  links.unmodify(first, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 900'000);
  links.unmodify(second, everywhere);
  links.unmodify(second, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 10'000);
}

TEST_CASE("loss and delay on one link do not touch each other") {
  Links links = fresh_links(2);
  const LinkSet all = LinkSet::between(nodes({0}), nodes({1}));
  const ModifierId loss = links.modify(all, loses(500'000));
  links.modify(all, {.loss = {}, .duplication = {}, .delay = constant(milliseconds(40))});
  links.unmodify(loss, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 10'000);
  CHECK(link(links, 0, 1).model().delay == constant(milliseconds(40)));
}

TEST_CASE("a modifier ends on some of its links, and stays on the others") {
  Links links = fresh_links(3);
  const ModifierId wide = links.modify(LinkSet::from_to(nodes({0}), nodes({1, 2})), loses(900'000));
  const LinkSet narrow = LinkSet::from_to(nodes({0}), nodes({1}));
  links.unmodify(wide, narrow);
  CHECK(link(links, 0, 1).model().loss.ppm == 10'000);
  CHECK(link(links, 0, 2).model().loss.ppm == 900'000);
  links.unmodify(wide, everywhere);
  CHECK(link(links, 0, 2).model().loss.ppm == 10'000);
}

TEST_CASE("a link's own model may change under a modifier") {
  Links links = fresh_links(2);
  const ModifierId open = links.modify(LinkSet::between(nodes({0}), nodes({1})), loses(900'000));
  links.set_loss(nodes({0}), nodes({1}), Probability{300'000});
  CHECK(link(links, 0, 1).model().loss.ppm == 900'000);
  links.unmodify(open, everywhere);
  CHECK(link(links, 0, 1).model().loss.ppm == 300'000);
}

TEST_CASE("faults of the message plane leave the client plane alone") {
  Links links = fresh_links(2);
  const LinkSet all = LinkSet::between(nodes({0}), nodes({1}));
  links.cut(all);
  links.modify(all, loses(1'000'000));
  CHECK_FALSE(links.link(SendKind::request, id(0), id(1)).cut());
  CHECK(links.link(SendKind::reply, id(0), id(1)).model() == plain_model());
}

TEST_CASE("property: any sequence of overlapping faults is what its open ones say") {
  struct OpenFault {
    LinkSet links;
    bool cuts = false;
    std::uint32_t loss = 0;
    ModifierId modifier = 0;
  };
  constexpr unsigned count = 4;
  tests::check_property([](const std::vector<std::uint64_t>& steps) {
    Links links = fresh_links(count);
    std::vector<OpenFault> open;
    for (const std::uint64_t word : steps) {
      if (word % 3 == 0 && !open.empty()) {
        const auto ended = open.begin() + static_cast<std::ptrdiff_t>((word / 3) % open.size());
        ended->cuts ? links.uncut(ended->links) : links.unmodify(ended->modifier, ended->links);
        open.erase(ended);
      } else {
        OpenFault fault;
        fault.links = LinkSet::from_to(NodeSet{mix(word) % (1u << count)}, NodeSet{mix(word + 1) % (1u << count)});
        fault.cuts = word % 3 == 1;
        fault.loss = static_cast<std::uint32_t>(mix(word + 2) % Probability::ppm_max);
        fault.cuts ? links.cut(fault.links) : void(fault.modifier = links.modify(fault.links, loses(fault.loss)));
        open.push_back(fault);
      }
      for (unsigned from = 0; from < count; ++from)
        for (unsigned to = 0; to < count; ++to) {
          bool cut = false;
          bool touched = false;
          std::uint32_t loss = plain_model().loss.ppm;
          for (const OpenFault& fault : open) {
            if (!fault.links.contains(id(from), id(to))) continue;
            cut = cut || fault.cuts;
            if (!fault.cuts) loss = fault.loss, touched = true;
          }
          RC_ASSERT(link(links, from, to).cut() == cut);
          RC_ASSERT(link(links, from, to).model().loss.ppm == loss);
          RC_ASSERT(link(links, from, to).plain() == (!cut && !touched && loss == 0));
        }
    }
  });
}
