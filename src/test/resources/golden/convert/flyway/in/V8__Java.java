class V8__Java {}
