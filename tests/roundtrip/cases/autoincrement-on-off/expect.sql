SELECT group_concat(name || seq)='p9' FROM sqlite_sequence;
