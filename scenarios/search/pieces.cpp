// A list a kind.
#include "scenarios/search/pieces.hpp"

#include "core/text/concat.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/requests.hpp"

namespace whitewater::scenarios {

namespace {

void add_faults(const Scenario& scenario, std::vector<Piece>& pieces) {
  Scenario numbered = scenario;
  give_numbers(numbered.faults);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    Piece piece{Piece::Kind::fault, i, fault_sentence(scenario.faults[i]), numbered};
    piece.without.faults.erase(piece.without.faults.begin() + static_cast<std::ptrdiff_t>(i));
    pieces.push_back(std::move(piece));
  }
}

void add_events(const Scenario& scenario, std::vector<Piece>& pieces) {
  for (std::size_t i = 0; i < event_count(scenario); ++i)
    pieces.push_back({Piece::Kind::event, i, event_sentence(event_at(scenario, i)), without_event(scenario, i)});
}

void add_fates(const Scenario& scenario, std::vector<Piece>& pieces) {
  for (std::size_t i = 0; i < scenario.fates.size(); ++i) {
    Piece piece{Piece::Kind::fate, i, fate_sentence(scenario.fates[i], scenario), scenario};
    piece.without.fates.erase(piece.without.fates.begin() + static_cast<std::ptrdiff_t>(i));
    pieces.push_back(std::move(piece));
  }
}

void add_requests(const Scenario& scenario, std::vector<Piece>& pieces) {
  const std::size_t count = request_count(scenario).value_or(0);
  for (std::size_t i = 0; i < count; ++i)
    pieces.push_back({Piece::Kind::request, i, concat({"the request ", request_at(scenario, i).text}),
                      without_requests(scenario, {i})});
}

}  // namespace

std::vector<Piece> pieces_of(const Scenario& scenario) {
  std::vector<Piece> pieces;
  add_faults(scenario, pieces);
  add_events(scenario, pieces);
  add_fates(scenario, pieces);
  add_requests(scenario, pieces);
  return pieces;
}

}  // namespace whitewater::scenarios
