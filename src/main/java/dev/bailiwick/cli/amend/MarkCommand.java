package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.amend.Mark;

/** {@code bailiwick mark}. */
public final class MarkCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private final AmendmentDialog amending = new AmendmentDialog();
    private String domain = "";
    private String file = "";
    private boolean applied;

    public MarkCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "mark",
                        "Say that a person has applied a migration by hand, or has undone it; runs no SQL of the file.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .word("FILE", "The file's name, or the beginning of it.", given -> file = given)
                .oneOf("1", which -> which.flag(
                                "--applied",
                                "It counts as applied, with the checksum and the text that its file has now.",
                                given -> applied = given)
                        .flag(
                                "--pending",
                                "It counts as pending; where its file is gone, it leaves the history.",
                                given -> applied = !given))
                .with(amending::takes);
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        try (CommandSession place = CommandSession.changing(root, root.settings(null))) {
            Mark mark = new Mark(place.site(), domain, amending.reason());
            return amending.written(root, applied ? mark.applied(file) : mark.pending(file));
        }
    }
}
