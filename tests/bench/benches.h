// Every benchmark that `latchkey_bench` runs. A new one is declared here and listed in main.cpp.
#pragma once

#include "tests/bench/report.h"

namespace latchkey::bench {

void bench_audit(Report& report);
void bench_calls(Report& report);
void bench_desk(Report& report);
void bench_enumeration(Report& report);
void bench_http(Report& report);
void bench_reports(Report& report);
void bench_service(Report& report);
void bench_storage(Report& report);
void bench_web(Report& report);

}  // namespace latchkey::bench
