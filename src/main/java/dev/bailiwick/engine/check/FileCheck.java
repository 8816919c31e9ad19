package dev.bailiwick.engine.check;

import dev.bailiwick.checks.Lint;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.DomainRequirements;
import dev.bailiwick.plan.ManifestCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the files of domains and at their manifests, and gathers what is wrong and what is worth a word. */
final class FileCheck {
    private static final int LISTED = 3;

    private final Project project;
    private final List<Domain> domains;
    private final SectionRunPreparation preparation = new SectionRunPreparation();
    private final List<String> unsealed = new ArrayList<>();
    private final List<String> withoutDown = new ArrayList<>();
    private final Map<Domain, List<Lint.Parsed>> parsed = new LinkedHashMap<>();
    private final List<String> windows = new ArrayList<>();
    private final List<String> marked = new ArrayList<>();
    private final List<String> untidy = new ArrayList<>();
    private int count;

    /**
     * Of domains whose folders and settings are in order.
     *
     * @param names as typed; empty for all
     */
    FileCheck(Project whole, List<String> names) {
        this.project = whole.looking();
        this.domains = ProjectSession.domains(project, names).stream()
                .filter(domain -> !project.broken(domain))
                .toList();
    }

    Project project() {
        return project;
    }

    List<Domain> domains() {
        return domains;
    }

    /** Whether something is wrong with folders or {@code domain.properties}: those domains are left out. */
    boolean misconfigured() {
        return !project.problems().isEmpty();
    }

    /** @param base is handed what the domains have, where there is one */
    void look(@Nullable BaseBranchCheck base) {
        domains.forEach(domain -> look(domain, base));
    }

    private void look(Domain domain, @Nullable BaseBranchCheck base) {
        List<Failure> unread = new ArrayList<>();
        List<MigrationFile> files = readable(domain, unread);
        Manifest manifest = read(() -> project.manifest(domain));
        List<MigrationFile> seeds = read(() -> project.seeds(domain));
        if (seeds != null) {
            seeds.forEach(preparation::parseSeed);
        }
        count += files.size();
        parse(domain, files);
        // What can't be read isn't missing.
        if (unread.isEmpty() && manifest != null) {
            compare(domain, files, manifest);
            if (base != null) {
                base.look(domain, files, manifest);
            }
        }
    }

    /** Reads the migrations of those not looked at yet, and of required domains: what they have made may be referred to. */
    void parseWithRequired() {
        DomainRequirements.of(project.domains()).withRequired(domains).stream()
                .filter(domain -> !parsed.containsKey(domain) && !project.broken(domain))
                .forEach(domain -> parse(domain, readable(domain, new ArrayList<>())));
    }

    /** One file that can't be read leaves the others to be looked at. */
    private List<MigrationFile> readable(Domain domain, List<Failure> unread) {
        List<MigrationFile> files = project.readable(domain, unread);
        unread.forEach(preparation::refuse);
        return files;
    }

    private void parse(Domain domain, List<MigrationFile> files) {
        parsed.put(domain, files.stream().flatMap(file -> parse(file).stream()).toList());
    }

    private <T> @Nullable T read(Supplier<T> what) {
        try {
            return what.get();
        } catch (BailiwickException e) {
            e.failures().forEach(preparation::refuse);
            return null;
        }
    }

    private Optional<Lint.Parsed> parse(MigrationFile file) {
        Migration migration = preparation.parse(file);
        if (migration != null && migration.down() == null) {
            withoutDown.add(file.path());
        }
        return migration == null ? Optional.empty() : Optional.of(new Lint.Parsed(file.path(), migration));
    }

    /** What could be read of each domain, in the order in which they were looked at. */
    Map<Domain, List<Lint.Parsed>> parsed() {
        return parsed;
    }

    private void compare(Domain domain, List<MigrationFile> files, Manifest manifest) {
        if (manifest.isEmpty()) {
            if (!files.isEmpty()) {
                unsealed.add(domain.name());
            }
            return;
        }
        if (!manifest.tidy()) {
            untidy.add(domain.folder() + "/" + Manifest.FILE);
        }
        ManifestCheck.of(domain, files, manifest.lines()).forEach(preparation::refuse);
        for (MigrationFile file : files) {
            if (manifest.checksum(file.filename()).isPresent()) {
                if (file.text().contains("\r\n")) {
                    windows.add(file.path());
                }
                if (project.marked(domain, file.filename())) {
                    marked.add(file.path());
                }
            }
        }
    }

    int count() {
        return count;
    }

    /** What is wrong, with folders and settings as well. */
    List<Failure> failures() {
        List<Failure> failures = new ArrayList<>(project.problems());
        failures.addAll(preparation.failures());
        return failures;
    }

    List<String> notes() {
        return Stream.of(
                        note(
                                withoutDown,
                                "neither a down section nor -- migrate:down irreversible, and can't be rolled back"),
                        note(
                                windows,
                                "CRLF line ends, so md5sum -c would fail here: put *.sql text eol=lf into .gitattributes,"
                                        + " then: git add --renormalize ."),
                        note(marked, "a byte order mark, so md5sum -c would fail here: save as UTF-8 without it"),
                        note(untidy, "lines out of order, twice, with CR or with *: bailiwick seal"),
                        unsealed.isEmpty()
                                ? ""
                                : "no checksums.md5 in " + String.join(", ", unsealed)
                                        + ", so an edited file is seen only in a database: bailiwick seal")
                .filter(note -> !note.isEmpty())
                .toList();
    }

    private static String note(List<String> paths, String what) {
        if (paths.isEmpty()) {
            return "";
        }
        String more = paths.size() > LISTED ? " and " + (paths.size() - LISTED) + " more" : "";
        return String.join(", ", paths.subList(0, Math.min(LISTED, paths.size())))
                + more
                + (paths.size() == 1 ? " has " : " have ")
                + what;
    }
}
