"""The sample campaign of `baocao demo` and the settings file that `baocao init` writes."""
