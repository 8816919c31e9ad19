package dev.bailiwick.proof;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.setup.SingleFileRun;
import dev.bailiwick.engine.setup.SingleFileRun.Leg;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.catalog.CatalogLine;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.report.FileProof;
import dev.bailiwick.model.report.FileProof.Verdict;
import dev.bailiwick.model.report.ProofReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Proves ways down on rows: all files are applied, the seeds are run, and then each file is taken back, applied again and
 * taken back, newest first.
 */
final class ProveOnData {
    private final ProofServer ground;
    private final SingleFileRun walk;
    private final List<Domain> asked;
    private final List<FileProof> proofs = new ArrayList<>();
    private final Map<Leg, CatalogDescription> before = new LinkedHashMap<>();
    private final Map<Leg, CatalogDescription> after = new HashMap<>();

    /** Whether a way down has left something, which those of the files before it then find. */
    private boolean residue;

    /** Most lines of one description are those of the next. */
    private final Map<CatalogLine, CatalogLine> known = new HashMap<>();

    ProveOnData(ProofServer ground, ProjectSession projectSession, List<Domain> asked) {
        this.ground = ground;
        this.walk = new SingleFileRun(projectSession);
        this.asked = asked;
    }

    /** @param wanted those of the asked domains' files that are proved: some of the newest, or all */
    ProofReport run(Predicate<Leg> wanted) {
        List<Domain> domains = walk.withRequired(asked);
        Map<Domain, List<Leg>> legs = new LinkedHashMap<>();
        domains.forEach(domain -> legs.put(domain, walk.legs(domain)));
        domains.forEach(walk::found);
        legs.values().forEach(this::up);
        int seeds = domains.stream().mapToInt(walk::seed).sum();
        List<Domain> back = new ArrayList<>(domains);
        Collections.reverse(back);
        for (Domain domain : back) {
            if (asked.contains(domain)) {
                List<Leg> newestFirst = new ArrayList<>(legs.getOrDefault(domain, List.of()));
                Collections.reverse(newestFirst);
                down(newestFirst.stream().filter(wanted).toList());
            }
        }
        Collections.reverse(proofs);
        return new ProofReport(
                ground.postgres(),
                proofs,
                List.of(
                        seeds == 0
                                ? "there are no seeds: --data had no rows to run on"
                                : "ways down ran on the rows of " + seeds + (seeds == 1 ? " seed" : " seeds")));
    }

    private void up(List<Leg> legs) {
        CatalogDescription now = described();
        for (Leg leg : legs) {
            ground.at(leg.path());
            before.put(leg, now);
            walk.go(leg.up());
            now = described();
            after.put(leg, now);
        }
    }

    private CatalogDescription described() {
        return new CatalogDescription(walk.describe().lines().stream()
                .map(line -> Objects.requireNonNullElse(known.putIfAbsent(line, line), line))
                .toList());
    }

    private void down(List<Leg> newestFirst) {
        boolean reached = true;
        for (Leg leg : newestFirst) {
            ground.at(leg.path());
            FileProof proof =
                    reached ? proved(leg) : FileProof.of(leg.domain(), leg.path(), Verdict.NOT_REACHED, List.of());
            proofs.add(proof);
            reached &= proof.verdict() == Verdict.PROVED || proof.verdict() == Verdict.DIFFERS;
        }
    }

    /** Down and up, and down once more: the file before it is next. */
    private FileProof proved(Leg leg) {
        CatalogDescription expected = Objects.requireNonNull(after.get(leg));
        CatalogDescription found = residue ? described() : expected;
        FileProof proof = RoundTrip.of(walk, leg, Objects.requireNonNull(before.get(leg)), found, 0)
                .withoutConsequences()
                .without(CatalogComparison.of(expected, found));
        residue |= !proof.left().isEmpty();
        if (leg.down() == null || !proof.failures().isEmpty()) {
            return proof;
        }
        try {
            long milliseconds = proof.milliseconds() + walk.go(leg.down()).milliseconds();
            return new FileProof(
                    leg.domain(), leg.path(), proof.verdict(), proof.left(), proof.again(), List.of(), milliseconds);
        } catch (BailiwickException e) {
            RoundTrip.judge(e);
            return new FileProof(
                    leg.domain(),
                    leg.path(),
                    Verdict.DOWN_FAILS,
                    proof.left(),
                    proof.again(),
                    e.failures(),
                    proof.milliseconds());
        }
    }
}
