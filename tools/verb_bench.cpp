// The verb bench: measures the engine and prints what it found.
