package dev.bailiwick.render;

import dev.bailiwick.model.report.FileProof;
import dev.bailiwick.model.report.FileProof.Verdict;
import dev.bailiwick.model.report.ProofReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says how many files' ways back were proved, and what was not. */
public final class ProofText {
    private ProofText() {}

    /** A line for each version of PostgreSQL. */
    public static String of(List<ProofReport> proofs, TextStyle style) {
        return proofs.stream().map(proof -> line(proof, style) + "\n").collect(Collectors.joining());
    }

    private static String line(ProofReport proof, TextStyle style) {
        Map<Verdict, Long> counts =
                proof.files().stream().collect(Collectors.groupingBy(FileProof::verdict, Collectors.counting()));
        String what = Arrays.stream(Verdict.values())
                .filter(counts::containsKey)
                .map(verdict -> {
                    String words = counts.get(verdict) + " " + word(verdict);
                    return verdict.well() ? words : style.red(words);
                })
                .collect(Collectors.joining(", "));
        return "PostgreSQL " + proof.postgres() + ": "
                + (proof.files().isEmpty() ? "there are no files to prove" : what);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PROVED -> "proved";
            case IRREVERSIBLE -> "irreversible, as declared";
            case NO_WAY_DOWN -> "without a way down";
            case DIFFERS -> "not led back by their down section";
            case UP_FAILS -> "failed";
            case DOWN_FAILS -> "failed on the way down";
            case UP_AGAIN_FAILS -> "failed the second time";
            case NOT_REACHED -> "not reached";
        };
    }

    /** The same for JSON. */
    public static Map<String, Object> facts(List<ProofReport> proofs) {
        return Map.of("postgres", proofs.stream().map(ProofText::fact).toList());
    }

    private static Map<String, Object> fact(ProofReport proof) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("version", proof.postgres());
        fact.put("proved", proof.well());
        fact.put("files", proof.files().stream().map(ProofText::fact).toList());
        return fact;
    }

    private static Map<String, Object> fact(FileProof file) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("domain", file.domain().name());
        fact.put("path", file.path());
        fact.put("verdict", file.verdict().name().toLowerCase(Locale.ROOT));
        fact.put("down_leaves", CatalogText.facts(file.left()));
        fact.put("up_again_makes", CatalogText.facts(file.again()));
        fact.put("execution_time_ms", file.milliseconds());
        return fact;
    }
}
