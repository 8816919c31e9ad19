package dev.bailiwick.model.report;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import java.util.List;

/**
 * Whether the way back of one file was proved: up, down and up again.
 *
 * @param path the file as the user knows it
 * @param verdict what came of it
 * @param left how the catalog differs after the way down from before the way up
 * @param again how it differs after the second way up from after the first; empty where the way down left something, which
 *     the second way up then went on from
 * @param failures why it could not be run; empty where it could
 * @param milliseconds of the three ways, measured at the server
 */
public record FileProof(
        Domain domain,
        String path,
        Verdict verdict,
        List<CatalogChange> left,
        List<CatalogChange> again,
        List<Failure> failures,
        long milliseconds) {

    /** What came of a file. */
    public enum Verdict {
        /** Down leads to what was there before, and up again to what was there after. */
        PROVED(true),
        /** It says itself that there is no way back. */
        IRREVERSIBLE(true),
        /** It has no way down. */
        NO_WAY_DOWN(false),
        /** The catalog is not what it was. */
        DIFFERS(false),
        /** The way up does not run. */
        UP_FAILS(false),
        /** The way down does not run. */
        DOWN_FAILS(false),
        /** The way up does not run a second time, after the way down. */
        UP_AGAIN_FAILS(false),
        /** Something before it stopped the proof. */
        NOT_REACHED(false);

        private final boolean well;

        Verdict(boolean well) {
            this.well = well;
        }

        /** Whether nothing has to be mended. */
        public boolean well() {
            return well;
        }
    }

    public FileProof {
        left = List.copyOf(left);
        again = List.copyOf(again);
        failures = List.copyOf(failures);
    }

    /** The same without what merely follows from something that the way down left. */
    public FileProof withoutConsequences() {
        if (left.isEmpty() || again.isEmpty() || (verdict != Verdict.DIFFERS && verdict != Verdict.PROVED)) {
            return this;
        }
        Verdict alone = CatalogChange.differ(left) ? Verdict.DIFFERS : Verdict.PROVED;
        return new FileProof(domain, path, alone, left, List.of(), failures, milliseconds);
    }

    /** The same without what other files' ways down had left before it was tried. */
    public FileProof without(List<CatalogChange> residue) {
        List<CatalogChange> own =
                left.stream().filter(change -> !residue.contains(change)).toList();
        boolean well = verdict == Verdict.DIFFERS && !CatalogChange.differ(own) && !CatalogChange.differ(again);
        return new FileProof(domain, path, well ? Verdict.PROVED : verdict, own, again, failures, milliseconds);
    }

    /** A file of which nothing was compared. */
    public static FileProof of(Domain domain, String path, Verdict verdict, List<Failure> failures) {
        return new FileProof(domain, path, verdict, List.of(), List.of(), failures, 0);
    }
}
