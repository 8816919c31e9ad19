package dev.bailiwick.cli.check;

import dev.bailiwick.cli.database.ScratchProject;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Progress;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.ProofReport;
import dev.bailiwick.proof.ProofFailures;
import dev.bailiwick.proof.ProofServer;
import dev.bailiwick.proof.Prove;
import dev.bailiwick.render.ProofText;
import dev.bailiwick.server.ScratchServer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick prove}. */
public final class ProveCommand implements Subcommand {
    private static final String DATA =
            "not proved: that rows survive the way down and up again; only the catalog was compared";

    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String from;

    private boolean data;

    private List<Integer> versions = new ArrayList<>();

    private final RunOptions options = new RunOptions();

    public ProveCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "prove",
                        "Prove on a throw-away server that each file can be taken back: up, down and up again, and the"
                                + " catalog is what it was.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value(
                        "--from",
                        "FILE",
                        "Prove this file and those behind it; the ones before are only applied.",
                        given -> from = given)
                .flag("--data", "Run the seeds first, so that ways down run on rows.", given -> data = given)
                .numbers(
                        "--pg",
                        "VERSION",
                        "On these major versions of PostgreSQL: 14,15,16,17,18. Default: the one that comes along.",
                        given -> versions = given)
                .with(options::addTo);
    }

    @Override
    public Integer call() {
        Set<Integer> wanted =
                new LinkedHashSet<>(versions.isEmpty() ? List.of(ScratchServer.ownMajorVersion()) : versions);
        wanted.stream().filter(version -> version < 14).findFirst().ifPresent(version -> {
            throw BailiwickException.usage(
                    "--pg " + version + ": 14 is the oldest PostgreSQL that Bailiwick supports",
                    "bailiwick prove --pg 14");
        });
        List<ProofReport> proofs = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (int version : wanted) {
            ProofReport proof = on(version);
            proofs.add(proof);
            ProofFailures findings = new ProofFailures(proof);
            findings.notes().forEach(root.progress()::note);
            failures.addAll(findings.failures());
        }
        root.facts().putAll(ProofText.facts(proofs));
        root.progress().note(DATA);
        if (failures.isEmpty()) {
            return new Reports(root)
                    .result("prove", ProofText.of(proofs, root.console().style()));
        }
        if (!root.json()) {
            root.console().print(ProofText.of(proofs, root.console().style()));
        }
        throw new BailiwickException(ExitCode.REFUSED, failures);
    }

    private ProofReport on(int version) {
        try (ScratchProject scratch = new ScratchProject(root, root.settings(options), version);
                Progress progress = root.progress()) {
            ProofServer ground = new ProofServer() {
                @Override
                public ProjectSession fresh() {
                    return scratch.fresh();
                }

                @Override
                public int postgres() {
                    return version;
                }

                @Override
                public void at(String path) {
                    progress.at(path);
                }
            };
            return new Prove(ground, new Prove.Request(domains, from, data)).run();
        }
    }
}
