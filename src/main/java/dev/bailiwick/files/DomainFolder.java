package dev.bailiwick.files;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.MigrationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/** Reads the migrations of one domain's folder, and says of everything else in it whether it may lie there. */
final class DomainFolder {
    private final Root root;
    private final Domain domain;
    private final SqlFiles files;

    /** @param problems is added to */
    DomainFolder(Root root, Domain domain, List<Failure> problems) {
        this.root = root;
        this.domain = domain;
        this.files = new SqlFiles(root, domain.folder(), problems);
    }

    /** The migrations in byte order. */
    List<MigrationFile> read() {
        Path folder = root.sql().resolve(domain.name());
        try {
            Entry.in(folder).forEach(this::look);
        } catch (IOException e) {
            files.problem(Root.unreadable(domain.folder(), folder, e));
        }
        return files.list();
    }

    private void look(Entry entry) {
        if (entry.printable() && MigrationName.ignored(Objects.requireNonNull(entry.name()))) {
            return;
        }
        BasicFileAttributes attributes = files.attributes(entry);
        if (attributes != null) {
            look(entry.path(), Objects.requireNonNull(entry.name()), attributes);
        }
    }

    private void look(Path path, String name, BasicFileAttributes attributes) {
        String shown = domain.folder() + "/" + name;
        if (attributes.isDirectory()) {
            if (!name.equals(SeedFolder.NAME)) {
                files.problem(
                        shown + " is a folder, and no folder but seeds/ belongs in a domain",
                        "a domain of its own lies directly in " + root.shown() + "/; else move or remove it");
            }
        } else if (MigrationName.accepted(name)) {
            files.add(path, name, name, attributes);
        } else if (!MigrationName.beside(name)) {
            files.problem(shown + " " + MigrationName.problem(name), MigrationName.mend(name, domain));
        }
    }
}
