[inputs] | .[:-1][],
{"record":"op","id":"aaaaaaaaaaaa","op":"RENAME_COLUMN","table":"t","column":"b","from":"a"},
{"record":"op","id":"bbbbbbbbbbbb","op":"RENAME_COLUMN","table":"t","column":"a","from":"b"},
.[-1]
