#include "core/courier/destinations.h"

#include <algorithm>
#include <iterator>

#include "core/base/fault.h"

namespace latchkey::courier {

namespace {

// North American area codes outside the United States and its territories: Canada, then the
// Caribbean and Bermuda. New ones are rare; `never` closes a gap without a new program.
constexpr std::string_view abroad_areas[] = {
    "204", "226", "236", "249", "250", "257", "263", "289", "306", "343", "354", "365", "367",
    "368", "382", "387", "403", "416", "418", "428", "431", "437", "438", "450", "460", "468",
    "474", "506", "514", "519", "537", "548", "568", "579", "581", "584", "587", "604", "613",
    "639", "647", "672", "683", "705", "709", "742", "753", "778", "780", "782", "807", "819",
    "825", "851", "867", "873", "879", "902", "905", "942", "600", "622",
    // the Caribbean and Bermuda
    "242", "246", "264", "268", "284", "345", "441", "473", "649", "664", "721", "758", "767",
    "784", "658", "809", "829", "849", "868", "869", "876"};

// Personal and machine numbers, carrier services, the government: nobody's telephone.
constexpr std::string_view non_geographic_areas[] = {
    "456", "500", "521", "522", "523", "524", "525", "526", "527", "528", "529", "532", "533",
    "535", "538", "542", "543", "544", "545", "546", "547", "549", "550", "552", "553", "554",
    "555", "556", "558", "566", "569", "577", "578", "588", "589", "700", "710"};

template <class List>
bool contains(const List& list, std::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_e164(std::string_view number) {
  return number.size() >= 8 && number.size() <= 16 && number[0] == '+' && number[1] != '0' &&
         all_digits(number.substr(1));
}

bool starts_with_any(std::string_view number, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return number.substr(0, prefix.size()) == prefix;
  });
}

// N11 ("911"), and area codes and exchanges that begin with 0 or 1, are no one's number.
bool is_possible_code(std::string_view three) { return three[0] >= '2' && three.substr(1) != "11"; }

bool is_toll_free(std::string_view area) { return area[0] == '8' && area[1] == area[2]; }

bool is_premium(std::string_view area, std::string_view exchange, std::string_view line) {
  if (area == "900" || exchange == "976" || exchange == "950") return true;
  if (exchange == "555" && line == "1212") return true;
  return is_toll_free(area) || contains(non_geographic_areas, area);
}

Destination judge_north_american(std::string_view ten_digits) {
  const std::string_view area = ten_digits.substr(0, 3);
  const std::string_view exchange = ten_digits.substr(3, 3);
  if (!is_possible_code(area) || !is_possible_code(exchange)) return Destination::malformed;
  if (is_premium(area, exchange, ten_digits.substr(6))) return Destination::premium;
  if (contains(abroad_areas, area)) return Destination::abroad;
  return Destination::allowed;
}

}  // namespace

std::string_view name_of(Destination destination) {
  switch (destination) {
    case Destination::allowed:
      return "allowed";
    case Destination::malformed:
      return "malformed";
    case Destination::premium:
      return "premium";
    case Destination::abroad:
      return "abroad";
  }
  throw Bug("a destination without a name");
}

Destinations::Destinations(DestinationRules rules) : rules_(std::move(rules)) {
  for (const auto* list : {&rules_.also, &rules_.never, &rules_.only}) {
    for (const std::string& prefix : *list) {
      const bool sound = prefix.size() >= 2 && prefix.size() <= 16 && prefix[0] == '+' &&
                         all_digits(std::string_view(prefix).substr(1));
      if (!sound) throw ConfigFault("a number's prefix is '+' and digits, not \"" + prefix + "\"");
    }
  }
}

Destination Destinations::judge(std::string_view e164) const {
  if (!is_e164(e164)) return Destination::malformed;
  const bool north_american = e164[1] == '1';
  if (north_american && e164.size() != 12) return Destination::malformed;
  if (starts_with_any(e164, rules_.never)) return Destination::abroad;
  const Destination judged =
      north_american ? judge_north_american(e164.substr(2)) : Destination::abroad;
  if (judged == Destination::abroad && starts_with_any(e164, rules_.also))
    return Destination::allowed;
  if (judged == Destination::allowed && !rules_.only.empty() && !starts_with_any(e164, rules_.only))
    return Destination::abroad;
  return judged;
}

}  // namespace latchkey::courier
