package dev.bailiwick.server;

import com.sun.security.auth.module.UnixSystem;
import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL runs, given that it refuses to run as root.
 *
 * <p>A cluster must be started the way it was made, so the choice is remembered beside it.
 */
enum OsAccount {
    /** As the user who runs us. */
    SELF,
    /**
     * We are root: in a user namespace without a mapping, where root is seen as uid 65534, has no privileges, and still
     * owns its files (user_namespaces(7)).
     */
    NAMESPACE,
    /** We are root and user namespaces are forbidden, as in most containers: as nobody, with the data given to it. */
    NOBODY;

    private static final int ROOT = 0;
    private static final int NOBODY_ID = 65534;

    /** What stands before a command to run it as this account: the ways there are, the best first. */
    private List<List<String>> prefixes() {
        return switch (this) {
            case SELF -> List.of(List.of());
            case NAMESPACE -> List.of(List.of("unshare", "-U"));
            case NOBODY ->
                List.of(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        List.of("runuser", "-u", "nobody", "--"),
                        List.of("su", "-s", "/bin/sh", "nobody", "-c", "exec \"$0\" \"$@\"", "--"));
        };
    }

    static long uid() {
        return new UnixSystem().getUid();
    }

    /** The account for a new cluster. */
    static OsAccount choose(BailiwickFolder folder, Path program) {
        if (uid() != ROOT) {
            return SELF;
        }
        if (NAMESPACE.works(folder, program)) {
            return NAMESPACE;
        }
        folder.open(NOBODY);
        if (NOBODY.works(folder, program)) {
            return NOBODY;
        }
        throw refused(
                folder,
                "PostgreSQL doesn't run as root, and neither a user namespace (unshare -U) nor the user "
                        + "nobody can run it in " + folder.path());
    }

    /** Says why a cluster that was made under this account can't be run under it any more. */
    void require(BailiwickFolder folder, Path program) {
        if (this != SELF && !works(folder, program)) {
            throw refused(
                    folder,
                    "the embedded PostgreSQL in " + folder.path() + " was made "
                            + (this == NAMESPACE
                                    ? "in a user namespace, which this machine does not allow"
                                    : "for the user " + "nobody, who can't be used or can't get into that folder now"));
        }
    }

    private static BailiwickException refused(BailiwickFolder folder, String what) {
        return BailiwickException.usage(
                what,
                "run Bailiwick as an ordinary user",
                "or move the project to a folder that every user can enter (not under /root)",
                ServerFailures.OTHER_DATABASE + ", for instance one in Docker",
                "or begin anew: " + folder.removal());
    }

    private boolean works(BailiwickFolder folder, Path program) {
        // a user without a name is refused by initdb
        return run(folder, List.of("id", "-un")).succeeded()
                && run(folder, List.of(program.toString(), "--version")).succeeded();
    }

    /** Runs a program as this account. */
    ExternalProgram run(BailiwickFolder folder, List<String> command) {
        return run(folder, null, command);
    }

    /** Runs a program as this account, by the first means that this machine has. */
    ExternalProgram run(BailiwickFolder folder, @Nullable String input, List<String> command) {
        return ExternalProgram.run(folder.path(), input, join(prefix(folder), command));
    }

    /** Starts a program as this account; what it says is lost. */
    Process start(BailiwickFolder folder, List<String> command) throws IOException {
        return ExternalProgram.builder(folder.path(), join(prefix(folder), command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> prefix(BailiwickFolder folder) {
        List<List<String>> ways = prefixes();
        return ways.stream()
                .filter(way -> ways.size() == 1
                        || ExternalProgram.run(folder.path(), null, join(way, List.of("true")))
                                .succeeded())
                .findFirst()
                .orElse(ways.get(0));
    }

    /** Gives a file of ours to the account. */
    void own(Path file) throws IOException {
        if (this == NOBODY) {
            Files.setAttribute(file, "unix:uid", NOBODY_ID);
            Files.setAttribute(file, "unix:gid", NOBODY_ID);
        }
    }

    private static List<String> join(List<String> a, List<String> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
