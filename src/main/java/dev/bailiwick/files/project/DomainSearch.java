package dev.bailiwick.files.project;

import dev.bailiwick.files.read.FolderEntry;
import dev.bailiwick.files.read.Identifier;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.read.SideFile;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds the domains of a project: the folders directly under {@code sql/}. */
final class DomainSearch {
    private final ProjectFolder root;
    private final List<Failure> problems = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();

    DomainSearch(ProjectFolder root) {
        this.root = root;
    }

    /**
     * All of them, by name.
     *
     * @throws BailiwickException (usage) with everything that is wrong with folders and {@code domain.properties}
     */
    List<Domain> find() {
        List<Domain> domains = all();
        if (!problems.isEmpty()) {
            throw new BailiwickException(ExitCode.USAGE, problems);
        }
        return domains;
    }

    /** What is wrong with folders and {@code domain.properties}. */
    List<Failure> problems() {
        return problems;
    }

    /** The names of the domains with which it is. */
    Set<String> broken() {
        return broken;
    }

    /** All of them, by name, also where something is wrong. */
    List<Domain> all() {
        List<String> names = new ArrayList<>();
        try {
            for (FolderEntry entry : FolderEntry.in(root.sql())) {
                if (!MigrationName.ignored(entry.shown()) && isDomain(entry)) {
                    names.add(Objects.requireNonNull(entry.name()));
                }
            }
        } catch (IOException e) {
            problems.add(Failure.of(
                    "cannot read " + root.shown() + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-ld", root.shown())));
        }
        List<Domain> domains = new ArrayList<>();
        for (String name : names) {
            int before = problems.size();
            domains.add(domain(name, names));
            if (problems.size() > before) {
                broken.add(name);
            }
        }
        domains.replaceAll(domain -> domain.beside(schemas(domain, domains), otherHistories(domain, domains)));
        refuseSharedTables(domains);
        return List.copyOf(domains);
    }

    private boolean isDomain(FolderEntry entry) throws IOException {
        String shown = root.shown(entry.shown());
        if (entry.attributes().isSymbolicLink()) {
            if (!Files.exists(entry.path())) {
                problem(shown + " is a link that leads nowhere", ShellCommand.of("ls", "-l", shown));
                return false;
            }
            if (!root.holds(entry.path())) {
                problem(shown + " is a link that leaves the project", "put the folder itself here");
                return false;
            }
        }
        if (!Files.isDirectory(entry.path())) {
            if (MigrationName.sql(entry.shown())) {
                problem(
                        shown + " lies in no domain and would never run",
                        root.move(shown, root.shown("public", entry.shown())));
            }
            return false;
        }
        String wrong = entry.name() == null ? "its name is not UTF-8" : Identifier.problemOfSchema(entry.name());
        if (wrong != null) {
            String near = Identifier.nearest(entry.shown());
            problem(
                    shown + " can't be a domain: " + wrong,
                    near == null ? "rename it" : root.move(shown, root.shown(near)));
        }
        return wrong == null;
    }

    private Domain domain(String name, List<String> names) {
        String shown = root.shown(name, DomainProperties.FILE);
        Path file = root.sql().resolve(name).resolve(DomainProperties.FILE);
        Path folder = root.sql().resolve(name);
        if (!Files.isExecutable(folder)) {
            problems.add(ProjectFolder.unreadable(root.shown(name), folder, new AccessDeniedException(folder.toString())));
            return new DomainProperties(shown, "", problems).domain(name, root.shown(name), names, root.inGit());
        }
        String text = new SideFile(root, shown, file, problems).read().orElse("");
        return new DomainProperties(shown, text, problems).domain(name, root.shown(name), names, root.inGit());
    }

    /** The schemas of the domains that one requires; one that doesn't exist is refused when plans are made. */
    private static List<String> schemas(Domain domain, List<Domain> among) {
        return among.stream()
                .filter(other -> domain.requires().contains(other.name()))
                .map(Domain::schema)
                .toList();
    }

    private static List<String> otherHistories(Domain domain, List<Domain> among) {
        return among.stream()
                .filter(other -> !other.equals(domain))
                .flatMap(other -> other.history().stream())
                .toList();
    }

    /** Every tracking table and every log belongs to one domain. */
    private void refuseSharedTables(List<Domain> domains) {
        Map<String, Domain> owners = new HashMap<>();
        for (Domain domain : domains) {
            for (String table : domain.ownTables()) {
                Domain owner = owners.putIfAbsent(domain.schema() + "." + table, domain);
                if (owner != null) {
                    broken.add(domain.name());
                    problem(
                            owner.folder() + " and " + domain.folder() + " would both keep their history in "
                                    + domain.schema() + "." + table,
                            "give one of them another schema or table in its " + DomainProperties.FILE);
                    break;
                }
            }
        }
    }

    private void problem(String what, String mend) {
        problems.add(Failure.of(what, mend));
    }
}
