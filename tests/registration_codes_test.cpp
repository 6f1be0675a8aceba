// Registration codes and saved codes as rows: one a patient, once, never in clear.
#include "core/identity/registration_codes.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/base/codes.h"
#include "core/identity/attempts.h"
#include "core/identity/saved_codes.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::identity;
using storage::Transaction;

namespace {

constexpr PatientId ann{7001}, bert{7002};
const Time start = from_millis(1'800'000'000'000);

struct Office {
  Office() : codes(sealer, limits), saved(sealer) {}

  std::string issue(PatientId patient, RegistrationKind kind = RegistrationKind::paper) {
    const RegistrationDraws draws = draw_registration(dice, kind);
    return store->write([&](Transaction& tx) {
      return std::string(codes.issue(tx, patient, kind, draws, now).code.reveal());
    });
  }
  std::optional<RegistrationFound> find(const std::string& typed) {
    return store->write([&](Transaction& tx) { return codes.find(tx, Secret(typed), now); });
  }
  void wrong(RegistrationId id) {
    store->write([&](Transaction& tx) { codes.count_wrong(tx, id, now); });
  }
  RegistrationStatus status(PatientId patient) {
    return store->read([&](Transaction& tx) { return codes.newest(tx, patient, now)->status; });
  }
  std::string save(PatientId patient) {
    const Secret code = draw_saved_code(dice);
    const std::int64_t row = dice.row_id();
    store->write([&](Transaction& tx) { saved.keep(tx, row, patient, code, now); });
    return std::string(code.reveal());
  }
  bool fits(PatientId patient, const std::string& typed) {
    return store->read([&](Transaction& tx) { return saved.fits(tx, patient, Secret(typed)); });
  }
  std::string files() const {
    std::ostringstream bytes;
    for (const char* ending : {"", "-wal"})
      bytes << std::ifstream(store.path() + ending, std::ios::binary).rdbuf();
    return std::move(bytes).str();
  }

  fakes::TestStore store{registration_schema(), saved_codes_schema(), attempts_schema()};
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Limits limits;
  RegistrationCodes codes;
  SavedCodes saved;
  Time now = start;
};

}  // namespace

TEST_CASE("a registration code on paper has 80 bits, is read in fours and found however typed") {
  Office office;
  const std::string code = office.issue(ann);
  CHECK(code.size() == 16);
  const std::string fours(in_fours(Secret(code)).reveal());
  CHECK(fours.size() == 19);
  CHECK(office.find(fours)->patient == ann);
  std::string small, alike;
  for (const char c : code) small += static_cast<char>(std::tolower(c));
  for (const char c : fours) alike += c == '0' ? 'O' : c == '1' ? 'l' : c == '-' ? ' ' : c;
  CHECK(office.find(small)->patient == ann);
  CHECK(office.find(alike)->patient == ann);
  CHECK_FALSE(office.find("0000000000000000"));
  CHECK_FALSE(office.find(""));
  CHECK_FALSE(office.find("nonsense!"));
}

TEST_CASE("a live code has eight digits and ten minutes, one on paper seven days") {
  Office office;
  const std::string live = office.issue(ann, RegistrationKind::live);
  CHECK(live.size() == 8);
  CHECK(live.find_first_not_of("0123456789") == std::string::npos);
  const std::string paper = office.issue(bert);
  office.now += std::chrono::minutes(10) - Millis(1);
  CHECK(office.find(live));
  office.now += Millis(1);
  CHECK_FALSE(office.find(live));
  CHECK(office.status(ann) == RegistrationStatus::expired);
  office.now = start + std::chrono::days(7) - Millis(1);
  CHECK(office.find(paper));
  office.now += Millis(1);
  CHECK_FALSE(office.find(paper));
}

TEST_CASE("a new registration code voids the earlier one, of that patient only") {
  Office office;
  const std::string first = office.issue(ann), others = office.issue(bert);
  const std::string second = office.issue(ann, RegistrationKind::live);
  CHECK_FALSE(office.find(first));
  CHECK(office.find(second)->patient == ann);
  CHECK(office.find(others)->patient == bert);
}

TEST_CASE("a registration code opens once, and only the errand that took it may finish") {
  Office office;
  const std::string code = office.issue(ann);
  const auto found = office.find(code);
  REQUIRE(found);
  using Use = RegistrationCodes::Use;
  const auto use = [&](std::int64_t errand) {
    return office.store->write([&](Transaction& tx) {
      return office.codes.use(tx, found->id, ErrandId{errand}, office.now);
    });
  };
  const auto used_by = [&](std::int64_t errand) {
    return office.store->read(
        [&](Transaction& tx) { return office.codes.used_by(tx, found->id, ErrandId{errand}); });
  };
  CHECK(use(11) == Use::taken);
  CHECK(use(12) == Use::refused);
  CHECK(used_by(11));
  CHECK_FALSE(used_by(12));
  CHECK_FALSE(office.find(code));
  CHECK(office.status(ann) == RegistrationStatus::used);
}

TEST_CASE("five wrong birth dates end a registration code, and nobody else's tries do") {
  Office office;
  const std::string code = office.issue(ann), others = office.issue(bert);
  const auto found = office.find(code);
  REQUIRE(found);
  for (int i = 0; i < 4; ++i) office.wrong(found->id);
  CHECK(office.find(code));
  office.wrong(found->id);
  CHECK_FALSE(office.find(code));
  CHECK(office.status(ann) == RegistrationStatus::voided);
  CHECK(office.find(others));
}

TEST_CASE("the database holds no registration code and no saved code in clear") {
  Office office;
  const std::string paper = office.issue(ann), saved = office.save(ann);
  const std::string live = office.issue(bert, RegistrationKind::live);
  const std::string files = office.files();
  CHECK(files.find("registration_code") != std::string::npos);
  for (const std::string& code : {paper, live, saved}) {
    CHECK(files.find(code) == std::string::npos);
    CHECK(files.find(in_fours(Secret(code)).reveal()) == std::string::npos);
  }
}

TEST_CASE("a registration code is known as such, so that it can't become the password") {
  Office office;
  const std::string code = office.issue(ann);
  const auto is_code = [&](PatientId patient, std::string_view text) {
    return office.store->read([&](Transaction& tx) {
      return office.codes.is_code_of(tx, patient, Secret(std::string(text)));
    });
  };
  CHECK(is_code(ann, in_fours(Secret(code)).reveal()));
  CHECK_FALSE(is_code(bert, code));
  CHECK_FALSE(is_code(ann, "a long sentence of mine"));
}

TEST_CASE("eight digits that are given out are not given to a second patient") {
  Office office;
  RegistrationDraws draws = draw_registration(office.dice, RegistrationKind::live);
  const auto issue = [&](PatientId patient, std::int64_t row) {
    draws.id = RegistrationId{row};
    return office.store->write([&](Transaction& tx) {
      return std::string(
          office.codes.issue(tx, patient, RegistrationKind::live, draws, office.now).code.reveal());
    });
  };
  const std::string first = issue(ann, 1), second = issue(bert, 2);
  CHECK(first != second);
  CHECK(office.find(first)->patient == ann);
  CHECK(office.find(second)->patient == bert);
  office.now += std::chrono::minutes(11);
  CHECK(issue(PatientId{7003}, 3) == first);
}

TEST_CASE("a saved code proves its patient until it is used or replaced") {
  Office office;
  const std::string first = office.save(ann);
  CHECK(first.size() == 16);
  CHECK(office.fits(ann, std::string(in_fours(Secret(first)).reveal())));
  CHECK_FALSE(office.fits(bert, first));
  CHECK_FALSE(office.fits(PatientId{}, first));
  CHECK_FALSE(office.fits(PatientId{}, ""));
  const std::string second = office.save(ann);
  CHECK_FALSE(office.fits(ann, first));
  CHECK(office.fits(ann, second));
  office.store->write([&](Transaction& tx) { office.saved.end(tx, ann); });
  CHECK_FALSE(office.fits(ann, second));
}

TEST_CASE("wrong registration codes close their own door and no other; right ones close none") {
  Office office;
  const Attempts attempts(office.limits);
  const AttemptKeys keys(office.sealer);
  const Origin origin{keys.address("192.0.2.44")};
  const auto open = [&] {
    return office.store->write(
        [&](Transaction& tx) { return attempts.registrations_open(tx, origin, office.now); });
  };
  for (int i = 0; i < 40; ++i)
    office.store->write(
        [&](Transaction& tx) { attempts.record_right_registration(tx, origin, office.now); });
  CHECK(open());
  for (int i = 0; i < office.limits.hand_off_share(); ++i)
    office.store->write(
        [&](Transaction& tx) { attempts.record_wrong_registration(tx, origin, office.now); });
  CHECK_FALSE(open());
  CHECK(office.store->write(
      [&](Transaction& tx) { return attempts.hand_offs_open(tx, origin, office.now); }));
  office.now += std::chrono::minutes(12);
  CHECK(open());
}
