package dev.bailiwick.proof;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.report.FileProof;
import dev.bailiwick.model.report.ProofReport;
import java.util.ArrayList;
import java.util.List;

/** Says what a proof found, as failures and notes. */
public final class ProofFailures {
    private static final String STATE = "this was a throw-away server: no other database was touched";

    private final ProofReport proof;

    public ProofFailures(ProofReport proof) {
        this.proof = proof;
    }

    /** What has to be mended; empty where all is well. */
    public List<Failure> failures() {
        return proof.files().stream().flatMap(file -> failures(file).stream()).toList();
    }

    private List<Failure> failures(FileProof file) {
        return switch (file.verdict()) {
            case PROVED, IRREVERSIBLE, NOT_REACHED -> List.of();
            case NO_WAY_DOWN ->
                List.of(failure(
                        file,
                        file.path() + " has no way down",
                        List.of(),
                        "write a down section, or say that there can be none: -- migrate:down irreversible"));
            case DIFFERS -> differences(file);
            case UP_FAILS -> ran(file, "doesn't run on an empty database");
            case DOWN_FAILS -> ran(file, "can't be taken back: its down section fails");
            case UP_AGAIN_FAILS -> ran(file, "can't be applied again behind its own down section");
        };
    }

    private List<Failure> differences(FileProof file) {
        List<Failure> failures = new ArrayList<>();
        if (CatalogChange.differ(file.left())) {
            failures.add(failure(
                    file,
                    file.path() + " (down) does not lead back to what was there before (-), but to this (+)",
                    CatalogChange.listed(file.left()),
                    "mend the down section of " + file.path()));
        }
        if (CatalogChange.differ(file.again())) {
            failures.add(failure(
                    file,
                    file.path() + " makes something else (+) the second time than the first time (-), though its down"
                            + " section led back to what was there before",
                    CatalogChange.listed(file.again()),
                    "mend the up section of " + file.path()
                            + ": what it makes depends on rows, on a sequence, on the time" + " or on chance"));
        }
        return failures;
    }

    private List<Failure> ran(FileProof file, String what) {
        return file.failures().stream()
                .map(said -> new Failure(
                        file.path() + " " + what,
                        said.where(),
                        said.said(),
                        STATE,
                        said.said() == null ? List.of(said.what()) : said.details(),
                        List.of("mend " + file.path() + ", then: " + again(file))))
                .toList();
    }

    private Failure failure(FileProof file, String what, List<String> details, String mend) {
        return Failure.of(what, mend + (mend.contains("then") ? "" : ", then: " + again(file)))
                .withDetails(details)
                .withState(STATE);
    }

    private String again(FileProof file) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return ShellCommand.of("bailiwick", "prove", file.domain().name(), "--from", name);
    }

    /** What a person should know, one sentence each without a full stop. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(proof.notes());
        for (FileProof file : proof.files()) {
            file.left().stream()
                    .filter(change -> !change.differs())
                    .forEach(change -> notes.add(file.path() + " (down) brings the columns of "
                            + change.object().replaceFirst("^table ", "")
                            + " back in another order, as SQL can't do better"));
        }
        return notes;
    }
}
