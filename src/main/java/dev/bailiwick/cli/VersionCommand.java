package dev.bailiwick.cli;


/** {@code bailiwick version}. */
record VersionCommand(Root root) implements Subcommand {

    @Override
    public Syntax syntax() {
        return new Syntax(this, "version", "Print the version.");
    }

    @Override
    public Integer call() {
        return new Reports(root).version();
    }
}
