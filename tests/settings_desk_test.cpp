// The desk's settings as administrators meet them: forms, drafts, publishing, versions, files.
#include <doctest/doctest.h>

#include <regex>

#include "core/operations/settings.h"
#include "tests/fakes/clinic_desk.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::header;
using fakes::says;
using staff::Role;
using Fields = fakes::ClinicDesk::Fields;

namespace {

// What the form of a page would send if nobody changed anything.
Fields form_of(const std::string& page) {
  Fields out;
  static const std::regex box("<(input|textarea|select)([^>]*)>(?:([^<]*)</textarea>)?",
                              std::regex::ECMAScript);
  const auto begin = page.find("action=\"/settings/save\"");
  REQUIRE(begin != std::string::npos);
  const std::string form = page.substr(begin, page.find("</form>", begin) - begin);
  const auto attribute = [](const std::string& tag, const std::string& name) {
    std::smatch found;
    const std::regex shape(" " + name + "=\"([^\"]*)\"");
    return std::regex_search(tag, found, shape) ? found[1].str() : std::string();
  };
  const auto plain = [](std::string text) {
    const std::pair<const char*, const char*> marks[] = {
        {"&quot;", "\""}, {"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
    for (const auto& [mark, sign] : marks)
      for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; ++at)
        text.replace(at, std::string(mark).size(), sign);
    return text;
  };
  for (std::sregex_iterator at(form.begin(), form.end(), box), end; at != end; ++at) {
    const std::string tag = (*at)[2], name = attribute(tag, "name");
    if (name.empty() || name == "csrf") continue;
    std::string value = (*at)[1] == "textarea" ? (*at)[3].str() : attribute(tag, "value");
    if ((*at)[1] == "select") {
      const auto from = static_cast<std::size_t>(at->position()) + at->length();
      const std::string options = form.substr(from, form.find("</select>", from) - from);
      static const std::regex chosen("value=\"([^\"]*)\" +selected");
      std::smatch found;
      value = std::regex_search(options, found, chosen) ? found[1].str() : "";
    }
    if (tag.find("checkbox") != std::string::npos && tag.find(" checked") == std::string::npos)
      continue;
    out.emplace_back(name, plain(value));
  }
  return out;
}

void set(Fields& fields, const std::string& name, const std::string& value) {
  for (auto& [key, old] : fields)
    if (key == name) {
      old = value;
      return;
    }
  fields.emplace_back(name, value);
}

struct Desk : fakes::ClinicDesk {
  Clerk ada = signed_in("ada", Role::admin, {});
  Clerk ben = signed_in("ben", Role::admin, {});
  const std::string office = "/settings/edit?document=locations&part=1";

  settings::Numbers published() {
    auto& at = clinic.service().settings();
    return clinic.service().store().read(
        [&](storage::Transaction& tx) { return at.documents().numbers(tx); });
  }
  std::string draft(const std::string& document) {
    auto& at = clinic.service().settings();
    return clinic.service().store().read([&](storage::Transaction& tx) {
      const auto found = at.documents().draft(tx, document);
      return found ? found->text : std::string();
    });
  }
  Fields form(const std::string& page, const Clerk& by) { return form_of(get(page, by).body); }
  http::Response publish(const std::string& document, int version, const Clerk& by) {
    return post("/settings/publish", by,
                {{"document", document}, {"version", std::to_string(version)}});
  }
};

}  // namespace

TEST_CASE("a form that nobody changed is a draft without a difference, for each setting") {
  Desk desk;
  for (const char* page :
       {"/settings/edit?document=locations&part=1", "/settings/edit?document=locations&part=5",
        "/settings/edit?document=holidays&part=us_federal", "/settings/edit?document=matrix",
        "/settings/edit?document=sheets%2Fen", "/settings/edit?document=sheets%2Fes",
        "/settings/edit?document=matrix&as=text"}) {
    Fields fields = desk.form(page, desk.ada);
    CHECK_MESSAGE(fields.size() <= 95, page);
    CHECK_MESSAGE(desk.post("/settings/save", desk.ada, fields).status == 303, page);
    std::string document;
    for (const auto& [name, value] : fields)
      if (name == "document") document = value;
    const auto review =
        desk.get("/settings/review?document=" + http::percent_encode(document), desk.ada);
    CHECK_MESSAGE(says(review, "There is no difference"), review.body);
  }
}

TEST_CASE("a day on which an office is closed is drafted, read in words, and published") {
  Desk desk;
  Fields fields = desk.form(desk.office, desk.ada);
  set(fields, "special_day_0", "2026-12-24");
  set(fields, "special_hours_0", "");
  set(fields, "monday_closed", "yes");
  set(fields, "sunday_from_1", "10:00");  // its tick for closed days is still set
  set(fields, "sunday_to_1", "12:00");
  set(fields, "tuesday_from_1", "9:00");
  set(fields, "phone", "(401) 555-0177");
  set(fields, "note", "The painters come.");
  const auto saved = desk.post("/settings/save", desk.ada, fields);
  CHECK(saved.status == 303);
  CHECK(header(saved, "Location") == "/settings/review?document=locations");
  const auto review = desk.get("/settings/review?document=locations", desk.ben);
  for (const char* part : {"Single days › 2026-12-24", "Monday", "closed", "09:00", "+14015550177",
                           "The painters come.", "Colleague ada"})
    CHECK_MESSAGE(says(review, part), part);
  CHECK(desk.published().empty());

  // Six digits first: nothing happens without them.
  desk.busy(6min, desk.ben);
  CHECK(desk.publish("locations", 1, desk.ben).status == 422);
  CHECK(desk.published().empty());
  desk.step_up(desk.ben);
  CHECK(desk.publish("locations", 1, desk.ben).status == 303);
  CHECK(desk.published() == settings::Numbers{{"locations", 1}});
  CHECK(desk.last(desk.ben.id).action == "setting.publish");
  CHECK(desk.last(desk.ben.id).details == "locations 1");
  CHECK(says(desk.get("/settings", desk.ada), "Is being taken up"));

  REQUIRE(desk.clinic.restart());
  const Location& office = desk.clinic.service().config().locations.front();
  CHECK(office.hours.special.size() == 1);
  CHECK(office.hours.week[1].empty());
  CHECK(office.hours.week[0] == DayHours{{600, 720}});
  CHECK(office.hours.week[2].front().opens == 9 * 60);
  CHECK(office.phone == "+14015550177");
}

TEST_CASE("what can't be used is told, what was typed stays in the form, and nothing is saved") {
  Desk desk;
  Fields fields = desk.form(desk.office, desk.ada);
  set(fields, "friday_from_1", "late");
  set(fields, "name", "Oak & \"Mere\" <b>");
  const auto refused = desk.post("/settings/save", desk.ada, fields);
  CHECK(refused.status == 422);
  CHECK(says(refused, "location[1].hours.friday"));
  CHECK(says(refused, "value=\"late\""));
  CHECK(says(refused, "Oak &amp; &quot;Mere&quot; &lt;b&gt;"));
  CHECK(desk.draft("locations").empty());
  CHECK(desk.last(desk.ada.id).answer == audit::Answer::refused);
}

TEST_CASE("of two who edit at once the slower sees both, and keeps what they typed") {
  Desk desk;
  Fields adas = desk.form(desk.office, desk.ada);
  Fields bens = desk.form(desk.office, desk.ben);
  set(adas, "name", "Adas Hall");
  set(bens, "zips", "02999");
  CHECK(desk.post("/settings/save", desk.ada, adas).status == 303);
  const auto late = desk.post("/settings/save", desk.ben, bens);
  CHECK(late.status == 409);
  for (const char* part : {"Somebody else saved", "Adas Hall", "02999"})
    CHECK_MESSAGE(says(late, part), part);
  CHECK(desk.draft("locations").find("02999") == std::string::npos);
  Fields again = form_of(late.body);
  CHECK(desk.post("/settings/save", desk.ben, again).status == 303);
  CHECK(desk.draft("locations").find("02999") != std::string::npos);
}

TEST_CASE("holidays come and go by rows") {
  Desk desk;
  const std::string page = "/settings/edit?document=holidays&part=us_clinic";
  Fields fields = desk.form(page, desk.ada);
  set(fields, "date_0", "");
  set(fields, "name_8", "Founders’ Day");
  set(fields, "date_8", "May 5");
  CHECK(desk.post("/settings/save", desk.ada, fields).status == 303);
  const std::string text = desk.draft("holidays");
  CHECK(text.find("\"founders’_day\" = \"May 5\"") != std::string::npos);
  CHECK(text.find("[us_federal]\nnew_years_day") != std::string::npos);
  CHECK(text.find("[us_clinic]\nmemorial_day") != std::string::npos);
}

TEST_CASE("a new office gets a number of its own, and the hours of the first one") {
  Desk desk;
  Fields fields = desk.form("/settings/edit?document=locations&part=new", desk.ada);
  set(fields, "name", "Harbor Annex");
  set(fields, "phone", "401 555 0188");
  CHECK(desk.post("/settings/save", desk.ada, fields).status == 303);
  const Config with = with_locations(desk.clinic.config(), desk.draft("locations"));
  CHECK(with.locations.size() == desk.clinic.config().locations.size() + 1);
  CHECK(with.locations.back().name == "Harbor Annex");
  CHECK(with.locations.back().hours.week == desk.clinic.config().locations.front().hours.week);
}

TEST_CASE("every version can be read, taken as a file, and gone back to") {
  Desk desk;
  for (const char* name : {"One Hall", "Two Hall"}) {
    Fields fields = desk.form(desk.office, desk.ada);
    set(fields, "name", name);
    REQUIRE(desk.post("/settings/save", desk.ada, fields).status == 303);
    desk.step_up(desk.ada);
    REQUIRE(desk.publish("locations", std::string(name) == "One Hall" ? 1 : 2, desk.ada).status ==
            303);
  }
  const auto history = desk.get("/settings/history?document=locations", desk.ben);
  for (const char* part : {"Version 1", "Version 2", "Colleague ada", "As installed"})
    CHECK_MESSAGE(says(history, part), part);
  CHECK(says(desk.get("/settings/version?document=locations&version=1", desk.ben), "One Hall"));
  const auto file =
      desk.post("/settings/export", desk.ben, {{"document", "locations"}, {"version", "1"}});
  CHECK(says(file, "name = \"One Hall\""));
  CHECK(header(file, "Content-Disposition").find("locations-1.toml") != std::string::npos);
  CHECK(desk.last(desk.ben.id).action == "setting.export");
  const auto back = desk.post("/settings/back", desk.ben,
                              {{"document", "locations"}, {"version", "1"}, {"base", "2"}});
  CHECK(back.status == 303);
  desk.step_up(desk.ben);
  CHECK(desk.publish("locations", 3, desk.ben).status == 303);
  CHECK(desk.published() == settings::Numbers{{"locations", 3}});
  CHECK(desk.get("/settings/version?document=locations&version=9", desk.ben).status == 404);
}

TEST_CASE("a draft that is taken back, or overtaken, is not published") {
  Desk desk;
  Fields fields = desk.form(desk.office, desk.ada);
  set(fields, "name", "One Hall");
  desk.post("/settings/save", desk.ada, fields);
  const Fields draft{{"document", "locations"}, {"version", "1"}};
  CHECK(desk.post("/settings/withdraw", desk.ben, draft).status == 303);
  desk.step_up(desk.ada);
  const auto late = desk.post("/settings/publish", desk.ada, draft);
  CHECK(late.status == 409);
  CHECK(says(late, "not the draft that stands now"));
  CHECK(desk.post("/settings/withdraw", desk.ben, draft).status == 409);
  CHECK(desk.published().empty());
}

TEST_CASE("only administrators see settings and texts, and every try of others is on record") {
  Desk desk;
  for (const Role role : {Role::office, Role::it, Role::outsourced_desk, Role::manager}) {
    const auto other =
        desk.signed_in("other." + std::string(staff::role_names[role]), role, {LocationId{1}});
    for (const char* page : {"/settings", "/settings/history?document=matrix", "/texts"}) {
      CHECK(desk.get(page, other).status == 403);
      CHECK(desk.last(other.id).answer == audit::Answer::refused);
    }
    for (const char* act : {"save", "publish", "withdraw", "back", "export"})
      CHECK(desk.post("/settings/" + std::string(act), other,
                      {{"document", "matrix"}, {"text", "x"}, {"version", "0"}})
                .status == 403);
    CHECK_FALSE(says(desk.get("/sheet", other), "href=\"/settings\""));
  }
  CHECK(desk.draft("matrix").empty());
  CHECK(desk.get("/settings/edit?document=../../etc/passwd", desk.ada).status == 404);
  CHECK(desk.get("/settings/save?document=matrix&text=x", desk.ada).status == 404);
}

TEST_CASE("an administrator reads a step, a message and a guide as a patient would") {
  Desk desk;
  const auto page = desk.get("/texts?what=messages.code&language=es&medium=mail", desk.ada);
  CHECK(says(page, "123456"));
  CHECK(says(page, "lang=\"es\""));
  CHECK_FALSE(says(page, "{code}"));
  CHECK(says(desk.get("/texts?what=steps.enter_code&medium=phone", desk.ada), "voice"));
  CHECK(says(desk.get("/texts?what=messages.code&medium=page", desk.ada), "Nothing is shown"));
  CHECK(says(desk.get("/texts?what=desk.settings", desk.ada), "Pick one"));
  CHECK_FALSE(says(desk.get("/texts?what=desk.settings", desk.ada), "id=\"shown\""));
  CHECK(desk.last(desk.ada.id).action == "text.view");
}
