package dev.bailiwick.proof;

import dev.bailiwick.engine.Site;
import dev.bailiwick.engine.Walk;
import dev.bailiwick.engine.Walk.Leg;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.CatalogChange;
import dev.bailiwick.model.CatalogDescription;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.FileProof;
import dev.bailiwick.model.FileProof.Verdict;
import dev.bailiwick.model.Proof;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves file by file that the way down leads back: the catalog before, up, after, down: as before; up again: as after.
 *
 * <p>Where a file leaves something else behind, the database is built anew up to that file, so that each file is judged
 * alone.
 */
public final class Prove {
    private final Ground ground;
    private final Request request;
    private final List<FileProof> proofs = new ArrayList<>();
    private final List<Leg> done = new ArrayList<>();
    private Site site;
    private Walk walk;
    private @Nullable CatalogDescription now;

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

    public Prove(Ground ground, Request request) {
        this.ground = ground;
        this.request = request;
        this.site = ground.fresh();
        this.walk = new Walk(site);
    }

    /** Proves. */
    public Proof run() {
        try {
            List<Domain> asked = walk.asked(request.domains());
            String from = from(asked);
            if (request.data()) {
                return new ProveOnData(ground, site, asked)
                        .run(leg -> from == null || leg.filename().compareTo(from) >= 0);
            }
            List<Domain> domains = walk.withRequired(asked);
            List<List<Leg>> all = domains.stream().map(walk::legs).toList();
            for (int i = 0; i < domains.size(); i++) {
                Domain domain = domains.get(i);
                walk.found(domain);
                now = null;
                if (!walked(all.get(i), asked.contains(domain), from)) {
                    all.subList(i + 1, all.size()).forEach(legs -> notReached(legs, asked));
                    break;
                }
            }
            return new Proof(ground.postgres(), proofs, List.of());
        } finally {
            site.close();
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

    private FileProof proved(Leg leg) {
        CatalogDescription before = now == null ? walk.describe() : now;
        long milliseconds = walk.go(leg.up()).milliseconds();
        CatalogDescription after = walk.describe();
        now = after;
        FileProof proof = RoundTrip.of(walk, leg, before, after, milliseconds);
        if (!proof.failures().isEmpty() || CatalogChange.differ(proof.again())) {
            rebuild(leg);
        }
        return proof;
    }

    /** Makes the database anew, as it is when all files up to this one are applied and none was ever taken back. */
    private void rebuild(Leg last) {
        site.close();
        site = ground.fresh();
        walk = new Walk(site);
        List<Leg> legs = new ArrayList<>(done);
        legs.add(last);
        legs.stream().map(Leg::domain).distinct().forEach(walk::found);
        legs.forEach(leg -> walk.go(leg.up()));
    }
}
