// The words of primary-backup replication: two messages, one of which is also the record on disk, and no notes.
#pragma once

#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

extern const Vocabulary primary_backup_vocabulary;

}  // namespace whitewater::scenarios
