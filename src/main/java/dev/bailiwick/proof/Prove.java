package dev.bailiwick.proof;

import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.setup.SingleFileRun;
import dev.bailiwick.engine.setup.SingleFileRun.Leg;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.report.FileProof;
import dev.bailiwick.model.report.FileProof.Verdict;
import dev.bailiwick.model.report.ProofReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves file by file that the way down leads back: the catalog before, up, after, down: as before; up again: as after.
 *
 * <p>Where a file leaves something else behind, the database is built anew up to that file. What fails or differs in a
 * database in which other files were taken back before is tried once more in one in which none was. So each file is judged
 * alone, and what is found belongs to the file that causes it.
 */
public final class Prove {
    private final ProofServer ground;
    private final Request request;
    private final List<FileProof> proofs = new ArrayList<>();
    private final List<Leg> done = new ArrayList<>();
    private final List<Domain> founded = new ArrayList<>();
    private ProjectSession projectSession;
    private SingleFileRun walk;
    private @Nullable CatalogDescription now;

    /** Whether no file was ever taken back in the database as it is. */
    private boolean untouched = true;

    /**
     * What is asked for.
     *
     * @param domains as typed; empty for all
     * @param from the first file to be proved, as typed: those before it are only applied; null for all
     * @param data whether the seeds are run before ways down are tried
     */
    public record Request(List<String> domains, @Nullable String from, boolean data) {
        public Request {
            domains = List.copyOf(domains);
        }
    }

    public Prove(ProofServer ground, Request request) {
        this.ground = ground;
        this.request = request;
        this.projectSession = ground.fresh();
        this.walk = new SingleFileRun(projectSession);
    }

    /** Proves. */
    public ProofReport run() {
        try {
            List<Domain> asked = walk.asked(request.domains());
            String from = from(asked);
            if (request.data()) {
                return new ProveOnData(ground, projectSession, asked)
                        .run(leg -> from == null || leg.filename().compareTo(from) >= 0);
            }
            List<Domain> domains = walk.withRequired(asked);
            List<List<Leg>> all = domains.stream().map(walk::legs).toList();
            for (int i = 0; i < domains.size(); i++) {
                Domain domain = domains.get(i);
                walk.found(domain);
                founded.add(domain);
                now = null;
                if (!walked(all.get(i), asked.contains(domain), from)) {
                    all.subList(i + 1, all.size()).forEach(legs -> notReached(legs, asked));
                    break;
                }
            }
            return new ProofReport(ground.postgres(), proofs, List.of());
        } finally {
            projectSession.close();
        }
    }

    private @Nullable String from(List<Domain> asked) {
        String from = request.from();
        if (from == null) {
            return null;
        }
        if (asked.size() != 1) {
            throw BailiwickException.usage(
                    "--from needs exactly one domain",
                    asked.stream()
                            .map(domain -> "bailiwick prove " + domain.name() + " --from " + from)
                            .toArray(String[]::new));
        }
        return walk.named(asked.get(0), from, "--from ");
    }

    /** Goes through a domain's files; false where the way up of one does not run. */
    private boolean walked(List<Leg> legs, boolean asked, @Nullable String from) {
        boolean proving = asked && from == null;
        for (int i = 0; i < legs.size(); i++) {
            Leg leg = legs.get(i);
            proving |= asked && leg.filename().equals(from);
            ground.at(leg.path());
            try {
                if (proving) {
                    proofs.add(proved(leg));
                } else {
                    walk.go(leg.up());
                }
            } catch (BailiwickException e) {
                RoundTrip.judge(e);
                proofs.add(FileProof.of(leg.domain(), leg.path(), Verdict.UP_FAILS, e.failures()));
                if (asked) {
                    notReached(legs.subList(i + 1, legs.size()), List.of(leg.domain()));
                }
                return false;
            }
            done.add(leg);
        }
        return true;
    }

    private void notReached(List<Leg> legs, List<Domain> asked) {
        legs.stream()
                .filter(leg -> asked.contains(leg.domain()))
                .forEach(leg -> proofs.add(FileProof.of(leg.domain(), leg.path(), Verdict.NOT_REACHED, List.of())));
    }

    /** Which verdicts another file's way back may have brought about, by rows or by what no catalog shows. */
    private static final Set<Verdict> DOUBTFUL = Set.of(Verdict.DIFFERS, Verdict.DOWN_FAILS, Verdict.UP_AGAIN_FAILS);

    private FileProof proved(Leg leg) {
        FileProof proof;
        try {
            proof = tried(leg);
        } catch (BailiwickException e) {
            RoundTrip.judge(e);
            if (untouched) {
                throw e;
            }
            rebuild(done);
            proof = tried(leg);
        }
        if (DOUBTFUL.contains(proof.verdict()) && !untouched) {
            rebuild(done);
            proof = tried(leg);
        }
        if (!proof.failures().isEmpty() || !proof.again().isEmpty()) {
            List<Leg> legs = new ArrayList<>(done);
            legs.add(leg);
            rebuild(legs);
        } else {
            untouched &= leg.down() == null;
        }
        return proof.withoutConsequences();
    }

    private FileProof tried(Leg leg) {
        CatalogDescription before = now == null ? walk.describe() : now;
        long milliseconds = walk.go(leg.up()).milliseconds();
        CatalogDescription after = walk.describe();
        now = after;
        return RoundTrip.of(walk, leg, before, after, milliseconds);
    }

    /** Makes the database anew, as it is when these files are applied and none was ever taken back. */
    private void rebuild(List<Leg> legs) {
        projectSession.close();
        projectSession = ground.fresh();
        walk = new SingleFileRun(projectSession);
        Stream.concat(founded.stream(), legs.stream().map(Leg::domain))
                .distinct()
                .forEach(walk::found);
        legs.forEach(leg -> walk.go(leg.up()));
        untouched = true;
        now = null;
    }
}
