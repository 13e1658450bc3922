//! Core beside other people's programs.

mod named_checkzone;
