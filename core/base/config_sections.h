// The sections of latchkey.toml, each read by one function. For core/base/config*.cpp only.
#pragma once

#include <vector>

#include "core/base/config.h"
#include "core/base/setting_kinds.h"
#include "core/base/table_reader.h"

namespace latchkey::settings {

ClinicSettings read_clinic(TableReader reader);
DataSettings read_data(TableReader reader, const std::filesystem::path& base);
PublicUrls read_urls(TableReader reader, ConfigUse use);
ListenSettings read_listen(TableReader reader, int default_port, std::string_view public_url);
ProviderSettings read_provider(TableReader reader, const SecretSource& source);
MailSettings read_mail(TableReader reader, const SecretSource& source);
PatientSettings read_patients(TableReader reader);
std::vector<LimitSetting> read_limits(TableReader reader);
std::vector<Location> read_locations(TableReader& root);

}  // namespace latchkey::settings
