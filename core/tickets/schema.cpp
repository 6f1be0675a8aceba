// The tables of this room.
#include "core/tickets/tickets.h"

namespace latchkey::tickets {

namespace {

constexpr const char* version_1[] = {
    // `rank` is Priority (0 urgent … 2 normal), so that every list is read in ascending order.
    // `patient` is NULL for people we could not match: such a ticket shows no record.
    // `callback_index` is NULL where a patient is known: it only joins tickets without one.
    // `opened_by` is set where staff opened the ticket themselves.
    "CREATE TABLE ticket ("
    " id INTEGER PRIMARY KEY,"
    " number TEXT NOT NULL UNIQUE,"
    " state TEXT NOT NULL CHECK (state IN"
    "  ('new', 'claimed', 'waiting_patient', 'relayed_it', 'resolved', 'closed')),"
    " is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),"
    " code TEXT NOT NULL,"
    " category TEXT NOT NULL,"
    " location INTEGER NOT NULL,"
    " queue TEXT NOT NULL CHECK (queue IN ('office', 'it', 'outsourced_desk')),"
    " rank INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 2),"
    " promised_by INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL,"
    " updated_at INTEGER NOT NULL,"
    " channel TEXT NOT NULL,"
    " language TEXT NOT NULL,"
    " interpreter INTEGER NOT NULL CHECK (interpreter IN (0, 1)),"
    " verified INTEGER NOT NULL CHECK (verified IN (0, 1)),"
    " possible_fraud INTEGER NOT NULL CHECK (possible_fraud IN (0, 1)),"
    " patient INTEGER,"
    " callback_index BLOB,"
    " owner INTEGER,"
    " last_owner INTEGER,"
    " opened_by INTEGER,"
    " contact_count INTEGER NOT NULL,"
    " outcome TEXT,"
    " minutes INTEGER NOT NULL,"
    " CHECK (is_open = CASE WHEN state IN ('resolved', 'closed') THEN 0 ELSE 1 END)) STRICT",
    // product.md rule 9: one open ticket for each patient and category, whoever races.
    "CREATE UNIQUE INDEX ticket_one_open ON ticket (patient, category)"
    " WHERE is_open = 1 AND patient IS NOT NULL",
    "CREATE INDEX ticket_one_open_unknown ON ticket (callback_index, category)"
    " WHERE is_open = 1 AND callback_index IS NOT NULL",
    "CREATE INDEX ticket_list ON ticket (is_open, rank, promised_by, id)",
    "CREATE INDEX ticket_ended ON ticket (is_open, updated_at, id)",
    "CREATE INDEX ticket_patient ON ticket (patient, created_at)",
    // `conversation` is NULL for what staff opened; UNIQUE makes hand_over() idempotent.
    "CREATE TABLE ticket_contact ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL REFERENCES ticket (id),"
    " ordinal INTEGER NOT NULL,"
    " number TEXT NOT NULL UNIQUE,"
    " conversation INTEGER UNIQUE,"
    " at INTEGER NOT NULL,"
    " code TEXT NOT NULL,"
    " channel TEXT NOT NULL,"
    " verified INTEGER NOT NULL CHECK (verified IN (0, 1)),"
    " personal BLOB NOT NULL) STRICT",
    "CREATE UNIQUE INDEX ticket_contact_ticket ON ticket_contact (ticket, ordinal)",
    "CREATE TABLE ticket_step ("
    " contact INTEGER NOT NULL REFERENCES ticket_contact (id),"
    " ordinal INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " step TEXT NOT NULL,"
    " result TEXT NOT NULL,"
    " PRIMARY KEY (contact, ordinal)) STRICT",
    // Append-only. `staff` is NULL where Latchkey itself acted; `note` where there are no words;
    // `local_day` is set for callback attempts only.
    "CREATE TABLE ticket_event ("
    " ticket INTEGER NOT NULL REFERENCES ticket (id),"
    " ordinal INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " what TEXT NOT NULL,"
    " staff INTEGER,"
    " word TEXT NOT NULL,"
    " note BLOB,"
    " local_day INTEGER,"
    " PRIMARY KEY (ticket, ordinal)) STRICT",
};

constexpr const char* version_2[] = {"ALTER TABLE ticket_contact ADD COLUMN told_location INTEGER"};

// What others are still to be told (core/tickets/news.h). AUTOINCREMENT: a number that was told of
// is never given to other news.
constexpr const char* version_3[] = {
    "CREATE TABLE ticket_news ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " ticket INTEGER NOT NULL,"
    " what TEXT NOT NULL,"
    " at INTEGER NOT NULL) STRICT",
};

// For a month's report, which else read every ticket there ever was.
constexpr const char* version_4[] = {"CREATE INDEX ticket_created ON ticket (created_at)",
                                     "CREATE INDEX ticket_event_at ON ticket_event (at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}, {version_3}, {version_4}};

}  // namespace

storage::AreaSchema schema() { return {"tickets", versions}; }

}  // namespace latchkey::tickets
