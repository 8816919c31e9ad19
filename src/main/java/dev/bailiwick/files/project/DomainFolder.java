package dev.bailiwick.files.project;

import dev.bailiwick.files.read.FolderEntry;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.read.SqlFiles;
import dev.bailiwick.files.seed.SeedFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/** Reads the migrations of one domain's folder, and says of everything else in it whether it may lie there. */
final class DomainFolder {
    private final ProjectFolder root;
    private final Domain domain;
    private final SqlFiles files;

    /** @param problems is added to */
    DomainFolder(ProjectFolder root, Domain domain, List<Failure> problems) {
        this.root = root;
        this.domain = domain;
        this.files = new SqlFiles(root, domain.folder(), problems);
    }

    /** The migrations in byte order. */
    List<MigrationFile> read() {
        Path folder = root.sql().resolve(domain.name());
        try {
            FolderEntry.in(folder).forEach(this::look);
        } catch (IOException e) {
            files.problem(ProjectFolder.unreadable(domain.folder(), folder, e));
        }
        return files.list();
    }

    private void look(FolderEntry entry) {
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
