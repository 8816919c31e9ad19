package dev.bailiwick.plan;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.Nearest;
import dev.bailiwick.model.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A migration as a person names it: by file name, by path, without {@code .sql}, by version, or by the beginning of
 * its name, as long as only one migration is meant.
 */
public final class TypedName {
    private static final int LISTED = 5;

    private final Domain domain;
    private final String whole;
    private final String typed;
    private final String option;

    /** A name that is an argument of its own. */
    public TypedName(Domain domain, String typed) {
        this(domain, typed, "");
    }

    /** @param option what stood before it, such as {@code "--to "}, for messages */
    public TypedName(Domain domain, String typed, String option) {
        this.domain = domain;
        this.whole = typed;
        this.typed = bare(typed, domain.folder() + "/");
        this.option = option;
    }

    /** A path without what leads to the domain's folder. */
    private static String bare(String typed, String folder) {
        int at = typed.lastIndexOf(folder);
        boolean path = at == 0 || (at > 0 && typed.charAt(at - 1) == '/');
        return path ? typed.substring(at + folder.length()) : typed;
    }

    /**
     * The migration that is meant.
     *
     * @throws BailiwickException (usage) where none or more than one is
     */
    public FileStatus among(List<FileStatus> statuses) {
        if (typed.isBlank()) {
            throw BailiwickException.usage(
                    (option.isEmpty() ? "the name of the file" : option.strip())
                            + " is empty: it takes a file name or a version",
                    status());
        }
        List<Predicate<String>> readings = List.of(
                // As the history has it, where a person wrote it down with its folder.
                name -> name.equals(whole),
                name -> name.equals(typed),
                name -> name.equals(typed + ".sql"),
                name -> name.startsWith(typed + "_"),
                name -> name.startsWith(typed));
        for (Predicate<String> reading : readings) {
            List<FileStatus> meant =
                    statuses.stream().filter(s -> reading.test(s.filename())).toList();
            if (meant.size() == 1) {
                return meant.get(0);
            }
            if (meant.size() > 1) {
                throw ambiguous(meant);
            }
        }
        throw unknown(statuses.stream().map(FileStatus::filename).toList());
    }

    private BailiwickException ambiguous(List<FileStatus> meant) {
        List<String> names = meant.stream().map(FileStatus::filename).toList();
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more;
        return BailiwickException.usage(
                option + typed + " can mean " + names.size() + " files in " + domain.name() + ": " + listed,
                "name one of them in full");
    }

    private BailiwickException unknown(List<String> names) {
        List<String> next = new ArrayList<>();
        near(names).forEach(name -> next.add("did you mean " + name + "?"));
        next.add(status());
        return new BailiwickException(
                ExitCode.USAGE,
                Failure.of(option + typed + " names no migration in " + domain.name(), next.toArray(String[]::new)));
    }

    /** A version is compared with versions, a name with names. */
    private List<String> near(List<String> names) {
        if (typed.contains("_")) {
            String full = typed.endsWith(".sql") ? typed : typed + ".sql";
            return Nearest.to(full, names, 3);
        }
        List<String> versions = names.stream().map(TypedName::version).toList();
        List<String> near = Nearest.to(typed, versions, 3);
        return names.stream()
                .filter(name -> near.contains(version(name)))
                .limit(3)
                .toList();
    }

    private static String version(String name) {
        int end = name.indexOf('_');
        return end < 0 ? name : name.substring(0, end);
    }

    private String status() {
        return ShellCommand.of("bailiwick", "status", domain.name());
    }
}
