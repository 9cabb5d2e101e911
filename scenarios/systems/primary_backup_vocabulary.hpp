// The words of primary-backup replication: two messages, one of which is also the record on disk, and no notes.
#pragma once

#include "scenarios/format/message_names.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

extern const Vocabulary primary_backup_vocabulary;
// Its messages have no identity.
extern const MessageNames primary_backup_message_names;

}  // namespace whitewater::scenarios
