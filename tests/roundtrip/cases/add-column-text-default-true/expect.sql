SELECT typeof(code)='text' FROM w;
