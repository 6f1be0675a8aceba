#include "core/operations/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

#include "core/accounts/roster_import.h"

namespace latchkey::operations {

namespace {

// What can't be read as a number at all is told where it is converted.
std::string flaw_of_port(const std::string& given) {
  int port = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), port);
  const bool number = error == std::errc() && end == given.data() + given.size();
  if (!number || (port >= 1024 && port <= 65532)) return {};
  return "choose one from 1024 to 65532, not " + given;
}

std::string flaw_of_server(const std::string& given) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (given.starts_with(scheme) && given.size() > scheme.size()) return {};
  return "begin with http:// or https://, as in http://127.0.0.1:8082, not " + given;
}

// One program's grammar while it is being read.
class Grammar {
 public:
  explicit Grammar(CommandLine& line) : line_(line) {
    app_.require_subcommand(1);
    app_.footer("Each command has --help with an example.");
  }

  CLI::App& app() { return app_; }

  CLI::App& command(CLI::App& parent, const std::string& name, Command command,
                    const std::string& does, const std::string& example) {
    CLI::App& sub = *parent.add_subcommand(name, does);
    sub.footer("Example: latchkey " + example);
    sub.callback([this, command] { line_.command = command; });
    return sub;
  }
  CLI::App& command(const std::string& name, Command what, const std::string& does,
                    const std::string& example) {
    return command(app_, name, what, does, example);
  }

  // For commands that work on a clinic's data.
  void on_clinic(CLI::App& sub) {
    auto* config = sub.add_option("--config", line_.config, "The clinic's latchkey.toml");
    config->capture_default_str();
    sub.add_option("--demo", line_.demo_dir, "The demo clinic in this folder instead")
        ->excludes(config);
    sub.add_flag("--json", json_, "One JSON object, for programs");
  }

  void finish() {
    if (json_) line_.format = Format::json;
    if (dry_) line_.run = CommandLine::Run::dry;
    if (live_) line_.code = CommandLine::Code::live;
    if (all_) line_.tickets = CommandLine::Tickets::all;
    if (line_.command == Command::demo && line_.dir.empty()) line_.dir = ".demo";
  }

  bool json_ = false, dry_ = false, all_ = false, live_ = false;

 private:
  CommandLine& line_;
  CLI::App app_{"Latchkey gets patients back into their portal account, by phone and on the web.",
                "latchkey"};
};

// The steps of ivr/text_phone/script.h, for whoever writes one.
constexpr const char* script_language = R"(

A script is one step a line; lines that begin with # are comments:
  hear "For English, press 1"      must have been said since the last key
  not hear "record"                must not
  press 1                          keys; {CODE} stands for what was remembered
  interrupt 1                      the same, before the prompt has ended
  silence                          lets the time run out
  remember CODE = digits after "your code is"
  record 12                        speaks for 12 seconds after the beep
  dial answers pressing 1          the other end of a transfer; or: dial busy, dial no answer
  hang up
  expect end                       the line has ended the call; or: expect refused,
                                   expect error 11200
Example of a script:
  hear "press 1"
  press 1
  hang up)";

void describe_calling(Grammar& g, CommandLine& line) {
  auto& call = g.command("call", Command::call, "Call the phone line from this terminal.",
                         std::string("call --server http://127.0.0.1:8082 --account AC... "
                                     "--token ... [--script FILE]") +
                             script_language);
  call.add_option("--server", line.server, "The webhooks' address")
      ->required()
      ->check(flaw_of_server);
  call.add_option("--account", line.account, "The provider account's id")->required();
  call.add_option("--token", line.token, "The provider's signing token")->required();
  call.add_option("--from", line.from, "The caller's number")->capture_default_str();
  call.add_option("--to", line.to, "The number dialled")->capture_default_str();
  call.add_option("--answer", line.answer,
                  "Answer a call that was placed to you: the address the sent messages show");
  call.add_option("--script", line.script, "A file that says what to hear and what to press");
  call.add_option("--profile", line.profile, "The provider whose habits are imitated")
      ->capture_default_str()
      ->check(CLI::IsMember({"twilio", "signalwire", "telnyx", "somleng"}));
  call.add_flag_callback(
      "--say", [&line] { line.heard = CommandLine::Heard::aloud; },
      "Say what is heard through espeak-ng");
  call.add_flag("--json", g.json_, "What was heard and found, as one JSON object at the end");
}

void describe_serving(Grammar& g, CommandLine& line) {
  auto& serve = g.command("serve", Command::serve, "Serve a clinic.",
                          "serve --config /etc/latchkey/latchkey.toml");
  serve.add_option("--config", line.config, "The clinic's latchkey.toml")->capture_default_str();

  auto& demo = g.command("demo", Command::demo, "Open the demo clinic on this machine only.",
                         "demo --port 8080");
  demo.add_option("--dir", line.dir, "Folder of the demo's data (.demo)");
  demo.add_option("--port", line.port, "Patients' pages; the next three ports are used too")
      ->capture_default_str()
      ->check(flaw_of_port);
  demo.add_flag("--json", g.json_, "Describe the demo in one line of JSON");

  describe_calling(g, line);
}

// What the first line of a roster file may name, and what its cells may hold.
std::string roster_columns() {
  std::string out =
      "\n\nThe first line names the columns; these are known, the first four are needed:\n ";
  for (const std::string_view name : accounts::column_names.words) out += " " + std::string(name);
  out += "\nWords of their cells, besides nothing:\n";
  for (const std::string_view name : accounts::column_names.words) {
    const auto words = accounts::known_words(*accounts::column_names.find(name));
    if (words.empty()) continue;
    out += "  " + std::string(name) + ":";
    for (const std::string_view word : words) out += " " + std::string(word);
    out += "\n";
  }
  return out +
         "  location, last_location: the name or number of a [[location]] of latchkey.toml\n"
         "  birth_date: 1950-02-03; language: a code such as en; unsafe: contacts never to be used";
}

void describe_setting_up(Grammar& g, CommandLine& line) {
  auto& init = g.command("init", Command::init, "Make a clinic's folder, configuration and keys.",
                         "init --dir /var/lib/latchkey --name \"Harbor Clinic\"");
  init.add_option("--dir", line.dir, "The folder to make")->required();
  init.add_option("--name", line.clinic_name,
                  "The clinic's name, as patients know it; to be filled in unless given");
  init.add_flag("--json", g.json_, "The paths that were made, as one JSON object");

  auto& doctor = g.command("doctor", Command::doctor, "Say in plain words what is wrong.",
                           "doctor --config latchkey.toml");
  g.on_clinic(doctor);

  auto& staff = *g.app().add_subcommand("staff", "Staff members.");
  staff.require_subcommand(1);
  staff.footer("Example: latchkey staff add --name ana --role office --location 3");
  auto& add = g.command(staff, "add", Command::staff_add, "Add one, with a one-time setup code.",
                        "staff add --name ana --role office --location 3");
  g.on_clinic(add);
  add.add_option("--name", line.name, "The name to sign in with")->required();
  add.add_option("--display", line.display, "The name as colleagues see it");
  add.add_option("--role", line.role, "office, it, outsourced_desk, manager or admin")->required();
  add.add_option("--location", line.locations, "Numbers of offices, or all");

  auto& again = g.command(staff, "invite-again", Command::staff_invite_again,
                          "A new setup code for who lost the authenticator or failed too often.",
                          "staff invite-again --name ana");
  g.on_clinic(again);
  again.add_option("--name", line.name, "The name they sign in with")->required();
  auto& disable =
      g.command(staff, "disable", Command::staff_disable,
                "Sign out who leaves the clinic, for good.", "staff disable --name ana");
  g.on_clinic(disable);
  disable.add_option("--name", line.name, "The name they sign in with")->required();

  auto& import = g.command("import", Command::import_roster, "Read patients from a CSV file.",
                           "import roster.csv --dry-run" + roster_columns());
  g.on_clinic(import);
  import.add_option("file", line.file, "The CSV file")->required();
  import.add_flag("--dry-run", g.dry_, "Only say what would change");
  import.add_option("--separator", line.separator, "One character, or tab")->capture_default_str();
}

void describe_looking(Grammar& g, CommandLine& line) {
  auto& tickets = g.command("tickets", Command::tickets, "List the tickets, without names.",
                            "tickets --location 3");
  g.on_clinic(tickets);
  tickets.add_flag("--all", g.all_, "Those that have ended too");
  tickets.add_option("--location", line.location, "Only of the office with this number");

  auto& calls = g.command("calls", Command::calls,
                          "Who came, how far they got, and what was sent, without names.",
                          "calls 1234567890123456789");
  g.on_clinic(calls);
  calls.add_option("call", line.contact, "One of them: its steps, and its messages' ways");
}

void describe_looking_after(Grammar& g, CommandLine& line) {
  auto& audit = *g.app().add_subcommand("audit", "The audit log.");
  audit.require_subcommand(1);
  audit.footer("Example: latchkey audit verify --config latchkey.toml");
  auto& verify = g.command(audit, "verify", Command::audit_verify,
                           "Prove that no row was changed, deleted or cut off.", "audit verify");
  auto& anchor = g.command(audit, "anchor", Command::audit_anchor,
                           "Write where the log stands now into a file to keep elsewhere.",
                           "audit anchor --anchor /mnt/other/latchkey.anchor");
  for (CLI::App* sub : {&verify, &anchor}) {
    g.on_clinic(*sub);
    sub->add_option("--anchor", line.anchor, "The anchor's file, if not the configured one");
  }

  auto& recovery = *g.app().add_subcommand("recovery", "Patients' self-service.");
  recovery.require_subcommand(1);
  recovery.footer("Example: latchkey recovery reopen --record-number MRN-7101");
  auto& reopen =
      g.command(recovery, "reopen", Command::recovery_reopen,
                "Let a patient use it again whom the office has seen; wrong codes are forgotten.",
                "recovery reopen --record-number MRN-7101");
  g.on_clinic(reopen);
  auto* record = reopen.add_option("--record-number", line.record_number, "The patient's");
  reopen.add_option("--help-number", line.help_number, "Of a ticket that shows the patient")
      ->excludes(record);

  auto& registration = *g.app().add_subcommand("registration", "Patients' first sign-in.");
  registration.require_subcommand(1);
  registration.footer(
      "Example: latchkey registration issue --record-number MRN-7101 --seen in_person");
  auto& issue = g.command(
      registration, "issue", Command::registration_issue,
      "A code for a patient who has never signed in, and whom the office has seen or called back.",
      "registration issue --record-number MRN-7101 --seen in_person");
  g.on_clinic(issue);
  issue.add_option("--record-number", line.record_number, "The patient's")->required();
  issue.add_option("--seen", line.seen, "in_person, or callback to a number on file")->required();
  issue.add_flag("--live", g.live_, "Eight digits for ten minutes, to be typed at once");

  auto& incident = *g.app().add_subcommand("incident", "Known outages of the portal.");
  incident.require_subcommand(1);
  incident.footer("Example: latchkey incident begin --minutes 90");
  auto& begin = g.command(incident, "begin", Command::incident_begin,
                          "Tell everybody who comes for the portal that it is down.",
                          "incident begin --minutes 90");
  begin.add_option("--minutes", line.minutes, "Until it should work again, if you know");
  auto& end = g.command(incident, "end", Command::incident_end, "It works again.", "incident end");
  auto& list = g.command(incident, "list", Command::incident_list,
                         "When it was down, and how many were told.", "incident list --json");
  for (CLI::App* sub : {&begin, &end, &list}) g.on_clinic(*sub);

  auto& backup = g.command("backup", Command::backup, "Save everything, sealed, while serving.",
                           "backup /mnt/other/latchkey.backup");
  auto& restore = g.command("restore", Command::restore, "Put a backup in the database's place.",
                            "restore /mnt/other/latchkey.backup");
  for (CLI::App* sub : {&backup, &restore}) {
    g.on_clinic(*sub);
    sub->add_option("file", line.file, "The sealed file")->required();
  }
}

// The command that was being read: "staff add". Empty before the first.
std::string path_of(const CLI::App& app) {
  std::string path;
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    path += " " + at->get_name();
  }
  return path;
}

std::string names_below(const CLI::App& app) {
  std::string names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names += (names.empty() ? "" : ", ") + sub->get_name();
  return names;
}

// One line that says what to do.
int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  const std::string path = path_of(app);
  std::string says = error.what();
  if (const std::string_view start = "Could not convert: "; says.starts_with(start))
    says = "this value can't be used: " + says.substr(start.size());
  const auto names = names_below(*deepest);
  if (!names.empty()) {
    const auto unknown = deepest->remaining();
    says = unknown.empty() ? "name a command"
                           : "there is no command '" + path.substr(path.empty() ? 0 : 1) +
                                 (path.empty() ? "" : " ") + unknown.front() + "'";
    says += "; there are: " + names;
  }
  return misused(std::cerr, says + "; see `latchkey" + path + " --help`");
}

}  // namespace

std::variant<CommandLine, int> read_command_line(int argc, char** argv) {
  CommandLine line;
  Grammar grammar(line);
  describe_serving(grammar, line);
  describe_setting_up(grammar, line);
  describe_looking(grammar, line);
  describe_looking_after(grammar, line);
  try {
    grammar.app().parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return grammar.app().exit(error);
    return refuse(grammar.app(), error);
  }
  grammar.finish();
  return line;
}

}  // namespace latchkey::operations
