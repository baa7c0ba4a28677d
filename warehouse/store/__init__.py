"""Where rows are kept: the build, the register, the published versions, the log of redactions."""
