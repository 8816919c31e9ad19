package dev.bailiwick.cli;

import dev.bailiwick.engine.Site;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.Proof;
import dev.bailiwick.proof.Findings;
import dev.bailiwick.proof.Ground;
import dev.bailiwick.proof.Prove;
import dev.bailiwick.render.ProofText;
import dev.bailiwick.server.ScratchServer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick prove}. */
final class ProveCommand implements Subcommand {
    private static final String DATA =
            "not proved: that rows survive the way down and up again; only the catalog was compared";

    private final Root root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String from;

    private boolean data;

    private List<Integer> versions = new ArrayList<>();

    private final RunOptions options = new RunOptions();

    ProveCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "prove", "Prove on a throw-away server that each file can be taken back: up, down and up again, and the"
                + " catalog is what it was.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value("--from", "FILE", "Prove this file and those behind it; the ones before are only applied.", given -> from = given)
                .flag("--data", "Run the seeds first, so that ways down run on rows.", given -> data = given)
                .numbers("--pg", "VERSION", "On these major versions of PostgreSQL: 14,15,16,17,18. Default: the one that comes along.", given -> versions = given)
                .with(options::takes);
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
        List<Proof> proofs = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (int version : wanted) {
            Proof proof = on(version);
            proofs.add(proof);
            Findings findings = new Findings(proof);
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

    private Proof on(int version) {
        try (Scratch scratch = new Scratch(root, root.settings(options), version);
                Progress progress = root.progress()) {
            Ground ground = new Ground() {
                @Override
                public Site fresh() {
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
