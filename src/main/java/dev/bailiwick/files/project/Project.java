package dev.bailiwick.files.project;

import dev.bailiwick.files.git.Repository;
import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.manifest.ManifestFile;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.files.read.Identifier;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.seed.DataFolders;
import dev.bailiwick.files.seed.SeedFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A folder that holds {@code sql/}: its domains and their migration files. Every call looks at the disk anew. */
public final class Project {
    private final ProjectFolder root;

    private final @Nullable NewerHistory newerHistory;

    /** Where it is not to fail because of them: what is wrong with domains. */
    private final @Nullable Set<Failure> problems;

    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    private Project(ProjectFolder root, @Nullable NewerHistory newerHistory, @Nullable Set<Failure> problems) {
        this.root = root;
        this.newerHistory = newerHistory;
        this.problems = problems;
    }

    /**
     * The project of a folder.
     *
     * @param folder as the user gave it: paths in messages begin with it, unless it is the working directory
     * @throws BailiwickException (usage) where there is no {@code sql/} in it
     */
    public static Project at(Path folder) {
        return new Project(ProjectFolder.at(folder), null, null);
    }

    /**
     * The same project, where all its domains take a newer history in this way.
     *
     * @param how null: each as its {@code domain.properties} says
     */
    public Project whereNewer(@Nullable NewerHistory how) {
        return new Project(root, how, problems);
    }

    ProjectFolder root() {
        return root;
    }

    /** The same project for who only looks: a domain with which something is wrong keeps nobody from the others. */
    public Project looking() {
        return new Project(root, newerHistory, Collections.synchronizedSet(new LinkedHashSet<>()));
    }

    /** What is wrong with domains, where {@link #domains()} did not fail because of it. */
    public List<Failure> problems() {
        return problems == null ? List.of() : List.copyOf(problems);
    }

    /** Whether something is wrong with this one: it can be named and not relied on. */
    public boolean broken(Domain domain) {
        return broken.contains(domain.name());
    }

    /**
     * All domains, by name; none where {@code sql/} has no folders.
     *
     * @throws BailiwickException (usage) with everything that is wrong with folders and {@code domain.properties}
     */
    public List<Domain> domains() {
        DomainSearch all = new DomainSearch(root);
        List<Domain> domains = problems == null ? all.find() : all.all();
        if (problems != null) {
            problems.addAll(all.problems());
            broken.addAll(all.broken());
        }
        NewerHistory how = newerHistory;
        return how == null
                ? domains
                : domains.stream().map(domain -> domain.whereNewer(how)).toList();
    }

    /**
     * The domains that a person typed; all where nobody typed any.
     *
     * @throws BailiwickException (usage) where one of them isn't there, or where there is none at all: nothing done
     *     without a word would look like success in the wrong folder
     */
    public List<Domain> domains(List<String> typed) {
        if (!typed.isEmpty()) {
            return typed.stream().map(this::domain).toList();
        }
        List<Domain> all = domains();
        if (all.isEmpty()) {
            throw BailiwickException.usage(
                    root.shown() + " has no domains: each folder in it is one",
                    "to make the first: " + ShellCommand.of("bailiwick", "domain", Domain.PUBLIC),
                    "or name the folder that holds the right " + ProjectFolder.SQL + "/: bailiwick --dir FOLDER …");
        }
        return all;
    }

    /**
     * The domain that a person typed: its name, or its folder as the shell completes it.
     *
     * @throws BailiwickException (usage) where there is none, with the nearest and all
     */
    public Domain domain(String typed) {
        String name = name(root, typed);
        List<Domain> domains = domains();
        if (name.isBlank()) {
            throw BailiwickException.usage("the name of the domain is empty", "bailiwick status");
        }
        for (Domain domain : domains) {
            if (domain.name().equals(name)) {
                return domain;
            }
        }
        List<String> names = domains.stream().map(Domain::name).toList();
        List<String> next = new ArrayList<>();
        NearestName.to(name, names).ifPresent(near -> next.add("did you mean " + near + "?"));
        next.add(names.isEmpty() ? root.shown() + " has no folders yet" : "domains: " + String.join(", ", names));
        if (Identifier.problemOfSchema(name) == null) {
            next.add("to make it: " + ShellCommand.of("bailiwick", "domain", name));
        }
        throw new BailiwickException(
                ExitCode.USAGE, Failure.of("there is no domain " + typed, next.toArray(String[]::new)));
    }

    static String name(ProjectFolder root, String typed) {
        String name = typed.replace('\\', '/').replaceAll("/+$", "");
        for (String prefix : List.of("./", root.shown() + "/", ProjectFolder.SQL + "/")) {
            if (name.startsWith(prefix)) {
                name = name.substring(prefix.length());
            }
        }
        return name;
    }

    /**
     * The migrations of a domain in byte order of their names, read and not parsed.
     *
     * @throws BailiwickException (refused) with everything that is wrong in its folder
     */
    public List<MigrationFile> files(Domain domain) {
        return files(List.of(domain)).getOrDefault(domain.name(), List.of());
    }

    /**
     * The seeds of a domain in byte order of their names, read and not parsed; none where it has no folder of them.
     *
     * @throws BailiwickException (refused) with everything that is wrong in that folder
     */
    public List<MigrationFile> seeds(Domain domain) {
        List<Failure> problems = new ArrayList<>();
        List<MigrationFile> seeds = new SeedFolder(root, domain, problems).read();
        if (!problems.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, problems);
        }
        return seeds;
    }

    /**
     * Where the data files of a domain's seeds lie.
     *
     * @param data looked into first; null where nobody named one
     * @throws BailiwickException (usage) where that is no folder
     */
    public DataFolders dataFolders(Domain domain, @Nullable Path data) {
        return DataFolders.of(root, domain, data);
    }

    /**
     * The migrations of several domains, by domain name in the order given.
     *
     * @throws BailiwickException (refused) with everything that is wrong in all of their folders
     */
    public Map<String, List<MigrationFile>> files(Collection<Domain> domains) {
        List<Failure> problems = new ArrayList<>();
        Map<String, List<MigrationFile>> files = new LinkedHashMap<>();
        for (Domain domain : domains) {
            files.put(domain.name(), new DomainFolder(root, domain, problems).read());
        }
        if (!problems.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, problems);
        }
        return files;
    }

    /**
     * The migrations of a domain that can be read, in byte order of their names, read and not parsed.
     *
     * @param problems gets everything that is wrong in its folder
     */
    public List<MigrationFile> readable(Domain domain, List<Failure> problems) {
        return new DomainFolder(root, domain, problems).read();
    }

    /**
     * The manifest of a domain, without lines where there is none.
     *
     * @throws BailiwickException (refused) with everything that is wrong in it
     */
    public Manifest manifest(Domain domain) {
        return new ManifestFile(root, domain).read();
    }

    /**
     * Reads the manifest of a domain, lets it be changed, and writes what came of that: whoever does the same at the
     * same time, in this process or another, waits. One without lines has no file.
     *
     * @return what is written now
     * @throws BailiwickException (refused) where it can't be read or written, or {@code change} threw: then it is as it
     *     was
     */
    public Manifest amend(Domain domain, UnaryOperator<Manifest> change) {
        return new ManifestFile(root, domain).amend(change);
    }

    /**
     * Gives a new migration its line in the manifest of its domain.
     *
     * @return its checksum
     * @throws BailiwickException (refused) where there is no such file, or its line says another checksum
     */
    public String seal(Domain domain, String filename) {
        MigrationFile file = files(domain).stream()
                .filter(candidate -> candidate.filename().equals(filename))
                .findFirst()
                .orElseThrow(() -> new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(domain.folder() + " has no migration " + filename)
                                .withState("nothing was written")));
        amend(domain, manifest -> {
            String sealed = manifest.checksum(filename).orElse(file.checksum());
            if (!sealed.equals(file.checksum())) {
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(
                                        file.path() + " is sealed with another checksum",
                                        ShellCommand.of("bailiwick", "seal", domain.name(), "--accept", filename))
                                .withState("its line says " + sealed + ", the file is " + file.checksum()
                                        + " now; nothing was written"));
            }
            return manifest.with(filename, sealed);
        });
        return file.checksum();
    }

    /**
     * Whether a path leads into {@code sql/}.
     *
     * @throws BailiwickException (usage) where it can't be followed
     */
    public boolean holds(Path path) {
        try {
            return path.toRealPath().startsWith(root.sql().toRealPath());
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot read " + path + ": " + ProjectFolder.reason(e),
                    ShellCommand.of("ls", "-ld", path.toString()));
        }
    }

    /**
     * The names of new migrations that a domain's folder doesn't have yet.
     *
     * @param texts by file name
     * @throws BailiwickException (refused) with every one of them that is there with another text
     */
    public Set<String> missing(Domain domain, Map<String, String> texts) {
        return new NewFiles(this, root, domain, texts).missing();
    }

    /**
     * Puts new migrations into a domain's folder, all of them with their lines in the manifest, or none. What is there
     * already with the same text stays as it is.
     *
     * @param texts by file name
     * @throws BailiwickException (refused) where one of the names is taken, or the folder can't be written into
     */
    public void add(Domain domain, Map<String, String> texts) {
        new NewFiles(this, root, domain, texts).write();
    }

    /** The path of {@code sql/} as the user would type it. */
    public String shown() {
        return root.shown();
    }

    /** The git repository that it lies in, if any: asked only when it is asked something. */
    public Repository repository() {
        return Repository.of(root);
    }

    /** Whether a file begins with a byte order mark, which its checksum leaves out and md5sum does not. */
    public boolean marked(Domain domain, String filename) {
        try (InputStream in =
                Files.newInputStream(root.sql().resolve(domain.name()).resolve(filename))) {
            return FileContent.marked(in.readNBytes(3));
        } catch (IOException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of("cannot read " + root.shown(domain.name(), filename) + ": " + ProjectFolder.reason(e)),
                    e);
        }
    }
}
