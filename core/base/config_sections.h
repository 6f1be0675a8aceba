// The sections of latchkey.toml, each read by one function. For core/base/config*.cpp only.
#pragma once

#include <vector>

#include "core/base/config.h"
#include "core/base/setting_kinds.h"
#include "core/base/table_reader.h"

namespace latchkey::settings {

ClinicSettings read_clinic(TableReader reader, const std::filesystem::path& base);
DataSettings read_data(TableReader reader, const std::filesystem::path& base);
PublicUrls read_urls(TableReader reader, ConfigUse use);
// `hosts`: the names it answers for unless the file says otherwise.
ListenSettings read_listen(TableReader reader, int default_port, std::vector<std::string> hosts);
// Metrics have no public address: they are asked for by this machine's names and by the address.
ListenSettings read_metrics(TableReader reader);
ProviderSettings read_provider(TableReader reader, const SecretSource& source);
MailSettings read_mail(TableReader reader, const SecretSource& source);
NotifySettings read_notify(TableReader reader, const SecretSource& source);
PatientSettings read_patients(TableReader reader);
std::vector<LimitSetting> read_limits(TableReader reader);
std::vector<Location> read_locations(TableReader& root);
// Callers of an office must not be put through to the number that we call from.
void check_transfers(const Config& config, TableReader& root);
// Nobody can be told by e-mail without a mail server.
void check_told(const Config& config, TableReader& root);

}  // namespace latchkey::settings
