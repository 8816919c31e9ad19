package dev.bailiwick.files.project;

import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.scaffold.NewDomain;
import dev.bailiwick.files.scaffold.NewFile;
import dev.bailiwick.files.scaffold.Scaffold;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes new domains, and new migrations and seeds for a person to write. */
public final class ProjectScaffold {
    private ProjectScaffold() {}

    /**
     * Makes a domain: its folder, {@code seeds/}, a first migration and the manifest; {@code sql/} where it is missing.
     *
     * @param folder of the project, which may be empty
     * @param typed its name, or its folder
     * @throws BailiwickException (usage) where the name can't be one, (refused) where there is such a domain
     */
    public static NewDomain domain(Path folder, String typed, Instant now) {
        ProjectFolder root = ProjectFolder.founding(folder);
        return NewDomain.make(root, Project.name(root, typed), now);
    }

    /**
     * Makes a migration or a seed.
     *
     * @throws BailiwickException (usage) where the wish can't be met, (refused) where the disk doesn't take it: then
     *     nothing was written
     */
    public static NewFile file(Project project, Domain domain, NewFile.Wanted wanted, Instant now) {
        List<Domain> readable = new ArrayList<>(List.of(domain));
        project.domains().stream()
                .filter(other -> domain.requires().contains(other.name()))
                .forEach(readable::add);
        return new Scaffold(project.root(), domain).make(wanted, readable, now);
    }
}
