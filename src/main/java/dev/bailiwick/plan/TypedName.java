package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A file as a person names it: by file name, by path, without {@code .sql}, by version, or by the beginning of its name,
 * as long as only one is meant.
 */
public final class TypedName {
    private static final int LISTED = 5;

    /** The first of these that fits any file is what was meant. */
    private static final List<BiPredicate<String, String>> READINGS = List.of(
            String::equals,
            (name, typed) -> name.equals(typed + ".sql"),
            (name, typed) -> name.startsWith(typed + "_"),
            String::startsWith);

    private final Domain domain;
    private final String typed;
    private final String option;

    /** A name that is an argument of its own. */
    public TypedName(Domain domain, String typed) {
        this(domain, typed, "");
    }

    /** @param option what stood before it, such as {@code "--to "}, for messages */
    public TypedName(Domain domain, String typed, String option) {
        this.domain = domain;
        this.typed = typed;
        this.option = option;
    }

    /**
     * The migration that is meant.
     *
     * @throws BailiwickException (usage) where none or more than one is
     */
    public FileStatus among(List<FileStatus> statuses) {
        return among(statuses, FileStatus::filename, domain.folder());
    }

    /** The same where the history does not matter. */
    public MigrationFile amongFiles(List<MigrationFile> files) {
        return among(files, MigrationFile::filename, domain.folder());
    }

    /** The seed that is meant. */
    public MigrationFile amongSeeds(List<MigrationFile> seeds) {
        return among(seeds, seed -> last(seed.filename()), domain.folder() + "/seeds");
    }

    private <T> T among(List<T> files, Function<T, String> name, String folder) {
        boolean seeds = !folder.equals(domain.folder());
        String look = seeds ? ShellCommand.of("ls", folder) : ShellCommand.of("bailiwick", "status", domain.name());
        if (last(typed).isBlank()) {
            throw BailiwickException.usage(
                    (option.isEmpty() ? "the name of the file" : option.strip())
                            + " is empty: it takes a file name or a version",
                    look);
        }
        List<T> meant = meant(typed, files, file -> folder, name);
        if (meant.size() == 1) {
            return meant.get(0);
        }
        List<String> names =
                (meant.isEmpty() ? files : meant).stream().map(name).toList();
        if (meant.size() > 1) {
            throw ambiguous(option + typed, " in " + domain.name(), names);
        }
        throw unknown(
                option + typed + " names no " + (seeds ? "seed" : "migration") + " in " + domain.name(),
                near(names),
                look);
    }

    /** The files that are meant, whatever the number. */
    static <T> List<T> meant(String typed, Collection<T> files, Function<T, String> folder, Function<T, String> name) {
        // As the history has it, where a person wrote it down with its folder.
        List<T> meant =
                files.stream().filter(file -> name.apply(file).equals(typed)).toList();
        for (BiPredicate<String, String> reading : READINGS) {
            if (meant.isEmpty()) {
                meant = files.stream()
                        .filter(file -> reading.test(name.apply(file), bare(typed, folder.apply(file))))
                        .toList();
            }
        }
        return meant;
    }

    /** What was typed without what leads to the folder, or to where a path in the folder may begin. */
    private static String bare(String typed, String folder) {
        String before = "/" + folder(typed);
        boolean leads = before.endsWith("/" + folder) || ("/" + folder).endsWith(before);
        return leads ? last(typed) : typed;
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** @param typed with its option */
    static BailiwickException ambiguous(String typed, String where, List<String> names) {
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return BailiwickException.usage(
                typed + " can mean " + names.size() + " files" + where + ": "
                        + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more,
                "name one of them in full");
    }

    static BailiwickException unknown(String what, List<String> near, String look) {
        List<String> next = new ArrayList<>();
        near.forEach(name -> next.add("did you mean " + name + "?"));
        next.add(look);
        return BailiwickException.usage(what, next.toArray(String[]::new));
    }

    /** A version is compared with versions, a name with names. */
    private List<String> near(List<String> names) {
        String name = last(typed);
        if (name.contains("_")) {
            return NearestName.to(name.endsWith(".sql") ? name : name + ".sql", names, 3);
        }
        List<String> near =
                NearestName.to(name, names.stream().map(TypedName::version).toList(), 3);
        return names.stream()
                .filter(other -> near.contains(version(other)))
                .limit(3)
                .toList();
    }

    private static String version(String name) {
        int end = name.indexOf('_');
        return end < 0 ? name : name.substring(0, end);
    }
}
