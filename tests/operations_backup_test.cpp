// `latchkey backup` and `latchkey restore` on real files.
#include "core/operations/backup.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/operations/sealed_file.h"
#include "core/operations/verify_audit.h"
#include "core/storage/serve_lock.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace latchkey::fakes;
namespace fs = std::filesystem;

namespace {

struct Clinic : Installation {
  fs::path file = path("night.backup");

  Said back_up(const fs::path& to) {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::backup({config(), to}, dice, clock, out, err);
    });
  }
  Said restore_from(const fs::path& from) {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::restore({config(), from}, dice, clock, out, err);
    });
  }
  Said verify() {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::verify_audit({config()}, dice, clock, out, err);
    });
  }
  std::int64_t patients() {
    auto at = open();
    return at.store().read([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM patient").one()->integer(0);
    });
  }
  std::vector<std::string> leftovers() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(path("data"))) {
      const std::string name = entry.path().filename().string();
      if (name != "latchkey.db" && name != "latchkey.db-wal" && name != "latchkey.db-shm" &&
          name != "latchkey.db.lock")
        out.push_back(name);
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

}  // namespace

TEST_CASE("a backup brings back what was there, and keeps aside what it replaces") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  clinic.open().store().write([](storage::Transaction& tx) {
    tx.run("DELETE FROM contact");
    tx.run("DELETE FROM patient_index");
    tx.run("DELETE FROM patient");
  });
  REQUIRE(clinic.patients() == 0);

  const Said restored = clinic.restore_from(clinic.file);
  CHECK(restored.code == 0);
  CHECK(restored.err == "");
  CHECK(says(restored.out, "latchkey.db.before-restore"));
  CHECK(clinic.patients() == 1);
  CHECK(clinic.verify().code == 0);

  fs::copy_file(clinic.path("data/latchkey.db.before-restore"), clinic.path("aside.db"));
  clinic.change("#database = \"latchkey.db\"", "database = \"../aside.db\"");
  CHECK(clinic.patients() == 0);
}

TEST_CASE("a second restore keeps the first database that was replaced") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  CHECK(clinic.restore_from(clinic.file).code == 0);
  CHECK(clinic.restore_from(clinic.file).code == 0);
  CHECK(fs::exists(clinic.path("data/latchkey.db.before-restore")));
  CHECK(fs::exists(clinic.path("data/latchkey.db.before-restore.2")));
}

TEST_CASE("a backup on a new machine needs nothing but the folder and the key file") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  fs::remove_all(clinic.path("data"));
  const Said restored = clinic.restore_from(clinic.file);
  CHECK(restored.code == 0);
  CHECK(restored.out.find("before-restore") == std::string::npos);
  CHECK(clinic.patients() == 1);
}

TEST_CASE("a backup holds no personal datum in clear and is readable by its owner only") {
  Clinic clinic;
  clinic.add_ticket(clinic.add_patient());
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  const std::string bytes = bytes_of(clinic.file);
  for (const std::string& datum : personal_data) CHECK(bytes.find(datum) == std::string::npos);
  CHECK(bytes.find("SQLite format") == std::string::npos);
  CHECK(bytes.find("password_reset") == std::string::npos);
  // The same search finds what is there: the words of a ticket stand in the database in clear.
  CHECK((bytes_of(clinic.database()) + bytes_of(clinic.path("data/latchkey.db-wal")))
            .find("password_reset") != std::string::npos);
  struct stat facts {};
  REQUIRE(::stat(clinic.file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(clinic.leftovers().empty());
}

TEST_CASE("a backup that was cut off anywhere is refused and changes nothing") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  const std::string whole = bytes_of(clinic.file);
  const std::string before = bytes_of(clinic.database());
  const fs::path broken = clinic.path("broken.backup");
  const std::size_t last_chunk = 4 + 17 + 40;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, std::size_t{58}, std::size_t{60}, std::size_t{82},
        std::size_t{84}, whole.size() / 2, whole.size() - last_chunk, whole.size() - 1}) {
    put_bytes(broken, whole.substr(0, size));
    const Said said = clinic.restore_from(broken);
    CHECK(said.code == 1);
    CHECK(says(said.err, size < 58 ? "is no backup" : "is not whole"));
    CHECK(bytes_of(clinic.database()) == before);
  }
  CHECK(clinic.leftovers().empty());
}

TEST_CASE("a backup with any byte changed, or something added, is refused") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  const std::string whole = bytes_of(clinic.file);
  const fs::path broken = clinic.path("broken.backup");
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < 100; ++at) places.push_back(at);
  for (std::size_t at = 100; at < whole.size(); at += whole.size() / 20) places.push_back(at);
  for (const std::size_t at : places) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    put_bytes(broken, changed);
    CHECK(clinic.restore_from(broken).code == 1);
  }
  put_bytes(broken, whole + "x");
  CHECK(says(clinic.restore_from(broken).err, "after its end"));
  put_bytes(broken, whole);
  CHECK(clinic.restore_from(broken).code == 0);
}

TEST_CASE("chunks of a backup can't change places, and not come from another one") {
  Installation here;
  const auto at = here.open();
  const auto write = [&](const fs::path& path, char letter) {
    operations::SealedWriter writer(path, at.sealer(), 1, here.clock.now(), here.dice);
    for (int n = 0; n < 3; ++n) writer.append(std::string(1000, static_cast<char>(letter + n)));
    writer.finish();
    return bytes_of(path);
  };
  const auto opens = [&](const std::string& bytes) {
    put_bytes(here.path("try"), bytes);
    try {
      operations::read_sealed(here.path("try"), at.sealer(), 1, [](std::string_view) {});
      return true;
    } catch (const Fault&) {
      return false;
    }
  };
  const std::string one = write(here.path("one"), 'a'), two = write(here.path("two"), 'k');
  const std::size_t head = 58 + 24, chunk = 4 + 17 + 1000;
  const auto part = [&](const std::string& text, std::size_t n) {
    return text.substr(head + n * chunk, chunk);
  };
  const std::string end = one.substr(head + 3 * chunk);
  const std::string top = one.substr(0, head);
  REQUIRE(opens(top + part(one, 0) + part(one, 1) + part(one, 2) + end));
  CHECK_FALSE(opens(top + part(one, 1) + part(one, 0) + part(one, 2) + end));
  CHECK_FALSE(opens(top + part(one, 0) + part(one, 1) + end));
  CHECK_FALSE(opens(top + part(one, 0) + part(two, 1) + part(one, 2) + end));
  CHECK_FALSE(opens(two.substr(0, head) + one.substr(head)));
}

TEST_CASE("another key file is told from a damaged backup, in plain words") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  fs::rename(clinic.path("latchkey.key"), clinic.path("old.key"));
  create_key_file(clinic.path("latchkey.key"), clinic.dice);
  Said said = clinic.restore_from(clinic.file);
  CHECK(said.code == 1);
  CHECK(says(said.err, "was not made with this key file"));
  CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);

  fs::remove(clinic.path("latchkey.key"));
  create_key_file(clinic.path("latchkey.key"), clinic.dice, 2);
  said = clinic.restore_from(clinic.file);
  CHECK(said.code == 1);
  CHECK(says(said.err, "version 1 of the key, the key file holds version 2"));

  fs::remove(clinic.path("latchkey.key"));
  fs::rename(clinic.path("old.key"), clinic.path("latchkey.key"));
  CHECK(clinic.restore_from(clinic.file).code == 0);
}

TEST_CASE("a restore waits for the server to be stopped; a backup does not") {
  Clinic clinic;
  clinic.add_patient();
  const storage::ServeLock serving(clinic.database().string());
  CHECK(clinic.back_up(clinic.file).code == 0);
  const Said said = clinic.restore_from(clinic.file);
  CHECK(said.code == 1);
  CHECK(says(said.err, "in use by a running server"));
}

TEST_CASE("a backup overwrites nothing, and needs a database and a place") {
  Clinic clinic;
  CHECK(says(clinic.back_up(clinic.file).err, "there is no database yet"));
  clinic.add_patient();
  put_bytes(clinic.file, "something dear");
  const Said said = clinic.back_up(clinic.file);
  CHECK(said.code == 1);
  CHECK(says(said.err, "is not overwritten"));
  CHECK(bytes_of(clinic.file) == "something dear");
  CHECK(clinic.back_up(clinic.path("nowhere/night.backup")).code == 1);
  CHECK(clinic.back_up("").code == 2);
  CHECK(clinic.restore_from("").code == 2);
  CHECK(clinic.restore_from(clinic.path("absent.backup")).code == 1);
}

TEST_CASE("backups and restores are in the audit log, and an older log is told from its anchor") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(clinic.back_up(clinic.file).code == 0);
  const Said anchored = run([&](std::ostream& out, std::ostream& err) {
    return operations::anchor_audit({clinic.config()}, clinic.dice, clinic.clock, out, err);
  });
  REQUIRE(anchored.code == 0);
  const Said restored = clinic.restore_from(clinic.file);
  CHECK(restored.code == 0);
  CHECK(says(restored.out, "does not fit its anchor"));
  auto at = clinic.open();
  const auto rows = at.store().read(
      [&](storage::Transaction& tx) { return at.audit().list(tx, audit::Filter{}); });
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().action == "data.restore");
  CHECK(rows.front().actor == audit::Actor::operations);
}

TEST_CASE("a backup tells a program where it lies") {
  Clinic clinic;
  clinic.add_patient();
  const Said said = run([&](std::ostream& out, std::ostream& err) {
    return operations::backup({clinic.config(), clinic.file, operations::Format::json}, clinic.dice,
                              clinic.clock, out, err);
  });
  const auto json = Json::parse(said.out.substr(0, said.out.size() - 1));
  REQUIRE(json);
  CHECK(json->text_of("file") == clinic.file.string());
  CHECK(json->integer_of("bytes") > 4096);
}
