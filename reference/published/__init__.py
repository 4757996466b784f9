"""Published families at test size: goldens written by their own libraries, and clean modules where no library has one."""
