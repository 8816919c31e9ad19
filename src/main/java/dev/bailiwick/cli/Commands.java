package dev.bailiwick.cli;

import dev.bailiwick.cli.amend.AdoptCommand;
import dev.bailiwick.cli.amend.BaselineCommand;
import dev.bailiwick.cli.amend.MarkCommand;
import dev.bailiwick.cli.amend.RepairCommand;
import dev.bailiwick.cli.check.DriftCommand;
import dev.bailiwick.cli.check.LintCommand;
import dev.bailiwick.cli.check.ProveCommand;
import dev.bailiwick.cli.check.RehearseCommand;
import dev.bailiwick.cli.check.StatusCommand;
import dev.bailiwick.cli.check.ValidateCommand;
import dev.bailiwick.cli.check.VerifyCommand;
import dev.bailiwick.cli.database.ConnectionCommand;
import dev.bailiwick.cli.database.DbCommand;
import dev.bailiwick.cli.database.WaitCommand;
import dev.bailiwick.cli.files.DomainCommand;
import dev.bailiwick.cli.files.NewCommand;
import dev.bailiwick.cli.files.SealCommand;
import dev.bailiwick.cli.help.CompletionCommand;
import dev.bailiwick.cli.help.HelpCommand;
import dev.bailiwick.cli.help.ManCommand;
import dev.bailiwick.cli.help.VersionCommand;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.cli.run.MigrateCommand;
import dev.bailiwick.cli.run.RedoCommand;
import dev.bailiwick.cli.run.ResetCommand;
import dev.bailiwick.cli.run.RollbackCommand;
import dev.bailiwick.cli.run.SeedCommand;
import dev.bailiwick.cli.run.SetupCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** All commands, in the order in which the help lists them. */
final class Commands {
    static final Map<String, Function<BailiwickCommand, Subcommand>> ALL = all();

    private Commands() {}

    private static Map<String, Function<BailiwickCommand, Subcommand>> all() {
        Map<String, Function<BailiwickCommand, Subcommand>> commands = new LinkedHashMap<>();
        commands.put("domain", DomainCommand::new);
        commands.put("new", NewCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("redo", RedoCommand::new);
        commands.put("seed", SeedCommand::new);
        commands.put("setup", SetupCommand::new);
        commands.put("reset", ResetCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("seal", SealCommand::new);
        commands.put("mark", MarkCommand::new);
        commands.put("repair", RepairCommand::new);
        commands.put("baseline", BaselineCommand::new);
        commands.put("adopt", AdoptCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("lint", LintCommand::new);
        commands.put("rehearse", RehearseCommand::new);
        commands.put("prove", ProveCommand::new);
        commands.put("drift", DriftCommand::new);
        commands.put("connection", ConnectionCommand::new);
        commands.put("wait", WaitCommand::new);
        commands.put("db", DbCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("man", ManCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("help", root -> new HelpCommand());
        return Collections.unmodifiableMap(commands);
    }
}
