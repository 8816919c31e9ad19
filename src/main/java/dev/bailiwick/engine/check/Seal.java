package dev.bailiwick.engine.check;

import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.git.Repository;
import dev.bailiwick.files.git.Revision;
import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.SealChange;
import dev.bailiwick.model.report.SealedDomain;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.AcceptedFiles;
import dev.bailiwick.plan.SealPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the checksums of migrations into the manifests of their domains; changes no line that others have. */
public final class Seal {
    private final Project project;
    private final Consumer<String> notes;
    private final @Nullable String base;
    private @Nullable Known known;

    /**
     * A sealing.
     *
     * @param base the revision that others take from, as typed; null for the usual one
     * @param notes hears what a person should know
     */
    public Seal(Project project, @Nullable String base, Consumer<String> notes) {
        this.project = project;
        this.base = base;
        this.notes = notes;
    }

    /** What others have; without revisions where git knows of none. */
    private record Known(@Nullable String name, List<Revision> revisions) {
        SealPlan.Base of(Domain domain) {
            Map<String, String> checksums = new HashMap<>();
            for (Revision revision : revisions) {
                checksums.putAll(revision.checksums().getOrDefault(domain.name(), Collections.emptySortedMap()));
            }
            return new SealPlan.Base(name, checksums);
        }
    }

    /**
     * Seals domains: all of them, or, where anything must be decided or can't be read, none.
     *
     * @param names as typed; empty for all
     * @param accept the files whose lines may change or go, as typed
     * @param dryRun writes nothing
     */
    public List<SealedDomain> run(List<String> names, List<String> accept, boolean dryRun) {
        List<Domain> domains = ProjectSession.domains(project, names);
        Map<String, List<MigrationFile>> files = project.files(domains);
        Map<Domain, Manifest> manifests = new LinkedHashMap<>();
        List<Failure> problems = new ArrayList<>();
        for (Domain domain : domains) {
            try {
                manifests.put(domain, project.manifest(domain));
            } catch (BailiwickException e) {
                problems.addAll(e.failures());
            }
        }
        refuse(problems);
        AcceptedFiles accepted = accepted(manifests, files, accept);
        Map<Domain, List<SealChange>> plans = plan(manifests, files, accepted);
        List<SealedDomain> sealed = new ArrayList<>();
        manifests.forEach((domain, manifest) -> {
            List<SealChange> changes = Objects.requireNonNull(plans.get(domain));
            boolean order = changes.isEmpty() && !manifest.tidy();
            if (!dryRun && (order || !changes.isEmpty())) {
                write(domain, changes);
            }
            int count = files.getOrDefault(domain.name(), List.of()).size();
            sealed.add(new SealedDomain(domain, count, changes, order));
        });
        return sealed;
    }

    private AcceptedFiles accepted(
            Map<Domain, Manifest> manifests, Map<String, List<MigrationFile>> files, List<String> typed) {
        AcceptedFiles accepted = new AcceptedFiles();
        manifests.forEach((domain, manifest) -> {
            accepted.offer(domain, manifest.lines().keySet());
            accepted.offer(
                    domain,
                    files.getOrDefault(domain.name(), List.of()).stream()
                            .map(MigrationFile::filename)
                            .toList());
        });
        typed.forEach(accepted::accept);
        return accepted;
    }

    private Map<Domain, List<SealChange>> plan(
            Map<Domain, Manifest> manifests, Map<String, List<MigrationFile>> filesOf, AcceptedFiles accepted) {
        Map<Domain, List<SealChange>> plans = new LinkedHashMap<>();
        SectionRunPreparation preparation = new SectionRunPreparation();
        manifests.forEach((domain, manifest) -> {
            List<MigrationFile> files = filesOf.getOrDefault(domain.name(), List.of());
            Set<String> vouched = accepted.in(domain);
            SealPlan plan = SealPlan.of(domain, files, manifest.lines(), base(domain, manifest, files), vouched);
            plan.refusals().forEach(preparation::refuse);
            plans.put(domain, plan.changes());
            List<String> changing =
                    plan.changes().stream().map(SealChange::filename).toList();
            files.stream().filter(file -> changing.contains(file.filename())).forEach(preparation::parse);
            vouched.stream()
                    .filter(name -> !changing.contains(name))
                    .forEach(name -> notes.accept(name + " is as its line says: --accept changes nothing"));
        });
        refuse(preparation.failures());
        return plans;
    }

    /** Git is asked only where anything differs. */
    private SealPlan.Base base(Domain domain, Manifest manifest, List<MigrationFile> files) {
        Map<String, String> now = new HashMap<>();
        files.forEach(file -> now.put(file.filename(), file.checksum()));
        if (manifest.lines().equals(now) && base == null) {
            return new SealPlan.Base(null, Map.of());
        }
        if (known == null) {
            known = known();
        }
        return known.of(domain);
    }

    private Known known() {
        Repository repository = project.repository();
        Revision revision;
        if (base != null) {
            revision = repository.revision(base);
        } else {
            try {
                revision = repository.usualBase().orElse(null);
            } catch (BailiwickException e) {
                e.failures()
                        .forEach(failure -> notes.accept(
                                failure.what() + ": " + failure.next().get(0)));
                revision = null;
            }
        }
        if (revision == null) {
            return new Known(null, List.of());
        }
        List<Revision> revisions = new ArrayList<>();
        repository.fork(revision).ifPresent(revisions::add);
        revisions.add(revision);
        return new Known(revision.name(), revisions);
    }

    /** Into the manifest as it is now: another may have added lines since it was read. */
    private void write(Domain domain, List<SealChange> changes) {
        project.amend(domain, manifest -> {
            Manifest next = manifest;
            for (SealChange change : changes) {
                String now = manifest.checksum(change.filename()).orElse(null);
                if (!Objects.equals(now, change.was()) && !Objects.equals(now, change.checksum())) {
                    throw new BailiwickException(
                            ExitCode.REFUSED,
                            Failure.of(
                                            "somebody else has just changed the line of " + change.filename() + " in "
                                                    + domain.folder() + "/" + Manifest.FILE,
                                            "bailiwick seal")
                                    .withState("nothing was written in " + domain.name()));
                }
                next = change.checksum() == null
                        ? next.without(change.filename())
                        : next.with(change.filename(), change.checksum());
            }
            return next;
        });
    }

    private static void refuse(List<Failure> failures) {
        if (!failures.isEmpty()) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    failures.stream()
                            .map(f -> f.state().isEmpty() ? f.withState("nothing was written") : f)
                            .toList());
        }
    }
}
