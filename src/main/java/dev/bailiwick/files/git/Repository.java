package dev.bailiwick.files.git;

import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The git repository that a project lies in; {@code sql/} may lie anywhere in it. */
public final class Repository {
    private static final List<String> USUAL = List.of("origin/HEAD", "origin/main", "origin/master", "main", "master");
    private static final Pattern OWNER = Pattern.compile("dubious ownership in repository at '([^']+)'");
    private static final int NAMED = 3;

    private final Git git;
    private final ProjectFolder root;
    private @Nullable String prefix;

    Repository(Git git, ProjectFolder root) {
        this.git = git;
        this.root = root;
    }

    public static Repository of(ProjectFolder root) {
        try {
            return new Repository(new Git("git", root.sql().toRealPath()), root);
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot read " + root.shown() + ": " + ProjectFolder.reason(e),
                    ShellCommand.of("ls", "-ld", root.shown()));
        }
    }

    /**
     * A revision that a person typed: a branch, a tag, a commit.
     *
     * @throws BailiwickException (usage) where there is none, or git can't be asked
     */
    public Revision revision(String typed) {
        if (typed.isBlank() || typed.startsWith("-")) {
            throw BailiwickException.usage(
                    typed.isBlank()
                            ? "--base is empty: it takes a git revision"
                            : "--base takes a git revision, and " + typed + " is none",
                    "--base origin/main");
        }
        String sql = prefix();
        return commit(typed)
                .map(commit -> new RevisionReader(git, sql).read(typed, commit))
                .orElseThrow(() -> unknown(typed));
    }

    /** The branch that others take from: the first of the usual ones; nothing where there is none, or no git. */
    public Optional<Revision> usualBase() {
        if (!exists()) {
            return Optional.empty();
        }
        for (String name : USUAL) {
            Optional<String> commit = commit(name);
            if (commit.isPresent()) {
                return Optional.of(new RevisionReader(git, prefix()).read(named(name), commit.get()));
            }
        }
        return Optional.empty();
    }

    /** Where the present branch left a revision; nothing where that is unknown. */
    public Optional<Revision> fork(Revision base) {
        Git.Answer<String> answer = git.ask("merge-base", base.commit(), "HEAD");
        String commit = answer.output().strip();
        if (!answer.well() || commit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                commit.equals(base.commit()) ? base : new RevisionReader(git, prefix()).read(base.name(), commit));
    }

    /** Whether only the newest commits were fetched. */
    public boolean shallow() {
        return git.ask("rev-parse", "--is-shallow-repository").output().strip().equals("true");
    }

    /** Whether there is a git, and the project lies in a repository. */
    private boolean exists() {
        try {
            git.ask("version");
        } catch (BailiwickException e) {
            return false; // no git on this machine
        }
        Git.Answer<String> answer = git.ask("rev-parse", "--is-inside-work-tree");
        if (OWNER.matcher(answer.errors()).find()) {
            throw trouble(git, answer.errors());
        }
        return answer.well();
    }

    /** The path of {@code sql/} in the repository, with a slash after it. */
    private String prefix() {
        if (prefix == null) {
            Git.Answer<String> answer = git.ask("rev-parse", "--show-prefix");
            if (!answer.well()) {
                throw trouble(git, answer.errors());
            }
            prefix = answer.output().replaceAll("\n$", "");
        }
        return prefix;
    }

    private Optional<String> commit(String name) {
        Git.Answer<String> answer = git.ask("rev-parse", "--verify", "--quiet", name + "^{commit}");
        return answer.well() ? Optional.of(answer.output().strip()) : Optional.empty();
    }

    /** {@code origin/HEAD} stands for a branch that has a name. */
    private String named(String name) {
        if (!name.equals("origin/HEAD")) {
            return name;
        }
        Git.Answer<String> answer = git.ask("rev-parse", "--abbrev-ref", name);
        return answer.well() ? answer.output().strip() : name;
    }

    private BailiwickException unknown(String typed) {
        Git.Answer<String> answer = git.ask("for-each-ref", "--format=%(refname:short)");
        List<String> names = answer.output().lines().toList();
        List<String> next = new ArrayList<>();
        if (names.contains("origin/" + typed)) {
            next.add("did you mean origin/" + typed + "?");
        } else {
            NearestName.to(typed, names, NAMED).forEach(name -> next.add("did you mean " + name + "?"));
        }
        if (typed.startsWith("origin/") && typed.length() > "origin/".length()) {
            String branch = typed.substring("origin/".length());
            next.add("fetch it: " + ShellCommand.of("git", "fetch", "origin", "+" + branch + ":refs/remotes/" + typed));
            if (shallow()) {
                next.add(
                        "on a build machine, check out the whole history: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)");
            }
        }
        next.add("git branch --all");
        return BailiwickException.usage(
                "git knows no revision " + typed + " in the repository of " + root.shown(),
                next.toArray(String[]::new));
    }

    /** What git refuses, in words. */
    static BailiwickException trouble(Git git, String errors) {
        Matcher owner = OWNER.matcher(errors);
        if (owner.find()) {
            return BailiwickException.usage(
                    "git does not read " + owner.group(1) + ": it belongs to another user",
                    ShellCommand.of("git", "config", "--global", "--add", "safe.directory", owner.group(1)));
        }
        if (errors.contains("not a git repository")) {
            return BailiwickException.usage(
                    git.folder() + " lies in no git repository, so there is no base to compare with",
                    "leave out --base, or clone the repository instead of unpacking an archive of it");
        }
        if (errors.isBlank()) {
            return BailiwickException.usage("git does not have all files of that revision here", "git fetch");
        }
        String said = errors.lines().findFirst().orElse("nothing").replaceFirst("^(fatal|error): ", "");
        return BailiwickException.usage(
                "git says: " + said, ShellCommand.of("git", "-C", git.folder().toString(), "status"));
    }
}
