#include "core/operations/attend.h"

#include "core/operations/add_staff.h"
#include "core/operations/backup.h"
#include "core/operations/doctor.h"
#include "core/operations/doors.h"
#include "core/operations/import_roster.h"
#include "core/operations/incident_command.h"
#include "core/operations/init.h"
#include "core/operations/issue_registration.h"
#include "core/operations/list_calls.h"
#include "core/operations/list_tickets.h"
#include "core/operations/reopen_recovery.h"
#include "core/operations/verify_audit.h"

namespace latchkey::operations {

namespace {

TicketsOptions tickets_options(const CommandLine& line, ConfigSource config) {
  TicketsOptions options;
  options.config = std::move(config);
  options.which = line.tickets == CommandLine::Tickets::all ? TicketsOptions::Which::all
                                                            : TicketsOptions::Which::open;
  if (line.location != 0) options.location = LocationId{line.location};
  options.format = line.format;
  return options;
}

ImportOptions import_options(const CommandLine& line, ConfigSource config) {
  ImportOptions options;
  options.config = std::move(config);
  options.file = line.file;
  options.run = line.run == CommandLine::Run::dry ? accounts::ImportPlan::Run::dry
                                                  : accounts::ImportPlan::Run::real;
  options.separator = line.separator;
  options.progress = progress_here();
  options.format = line.format;
  return options;
}

RegistrationOptions registration_options(const CommandLine& line, ConfigSource config) {
  RegistrationOptions options;
  options.config = std::move(config);
  options.record_number = line.record_number;
  options.seen = line.seen;
  options.code = line.code == CommandLine::Code::live ? RegistrationOptions::Code::live
                                                      : RegistrationOptions::Code::paper;
  options.format = line.format;
  return options;
}

CallsOptions calls_options(const CommandLine& line, ConfigSource config) {
  CallsOptions options;
  options.config = std::move(config);
  if (line.contact != 0) options.call = calls::CallId{line.contact};
  options.format = line.format;
  return options;
}

IncidentOptions incident_options(const CommandLine& line, ConfigSource config,
                                 IncidentOptions::Act act) {
  return {std::move(config), act, line.minutes, line.format};
}

}  // namespace

int attend(const CommandLine& line, const ConfigSource& config, const PagesTrial& pages, Dice& dice,
           const Clock& clock, std::ostream& out, std::ostream& err) {
  const auto run = [&](auto command, const auto& options) {
    return command(options, dice, clock, out, err);
  };
  switch (line.command) {
    case Command::init:
      return init({line.dir, line.clinic_name, content_folder(), line.format}, dice, out, err);
    case Command::doctor:
      return run(doctor, DoctorOptions{config, network_of, pages, line.format,
                                       line.demo_dir.empty() ? Sends::messages : Sends::nothing});
    case Command::tickets:
      return run(list_tickets, tickets_options(line, config));
    case Command::calls:
      return run(list_calls, calls_options(line, config));
    case Command::staff_add:
      return run(add_staff, StaffOptions{config, line.name, line.display, line.role, line.locations,
                                         line.format});
    case Command::staff_invite_again:
      return run(invite_staff_again, StaffOptions{config, line.name, {}, {}, {}, line.format});
    case Command::staff_disable:
      return run(disable_staff, StaffOptions{config, line.name, {}, {}, {}, line.format});
    case Command::import_roster:
      return run(import_roster, import_options(line, config));
    case Command::audit_verify:
      return run(verify_audit, AuditOptions{config, line.anchor, line.format, progress_here()});
    case Command::audit_anchor:
      return run(anchor_audit, AuditOptions{config, line.anchor, line.format, progress_here()});
    case Command::recovery_reopen:
      return run(reopen_recovery,
                 ReopenOptions{config, line.record_number, line.help_number, line.format});
    case Command::registration_issue:
      return run(issue_registration, registration_options(line, config));
    case Command::incident_begin:
      return run(incident, incident_options(line, config, IncidentOptions::Act::begin));
    case Command::incident_end:
      return run(incident, incident_options(line, config, IncidentOptions::Act::end));
    case Command::incident_list:
      return run(incident, incident_options(line, config, IncidentOptions::Act::list));
    case Command::backup:
      return run(backup, BackupOptions{config, line.file, line.format, progress_here()});
    case Command::restore:
      return run(restore, BackupOptions{config, line.file, line.format, progress_here()});
    default:
      break;
  }
  ensure(false, "every command is either served or attended to");
  return refused;
}

}  // namespace latchkey::operations
