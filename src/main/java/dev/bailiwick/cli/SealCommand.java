package dev.bailiwick.cli;

import dev.bailiwick.engine.Seal;
import dev.bailiwick.model.SealChange;
import dev.bailiwick.model.SealedDomain;
import dev.bailiwick.render.SealText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick seal}. */
@Command(
        name = "seal",
        description = "Write the checksums of new migrations into checksums.md5, which 'validate' and md5sum -c verify;"
                + " needs no database.")
final class SealCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Option(
            names = "--accept",
            paramLabel = "FILE",
            description = "This file was meant to change or to go, though others have it: its name, or the beginning of"
                    + " it. Once for each file.")
    private List<String> accept = new ArrayList<>();

    @Option(
            names = "--base",
            paramLabel = "REV",
            description =
                    "The git branch that others take from: a line that is not on it yet follows its file. Default:"
                            + " origin's main branch, else main or master.")
    private @Nullable String base;

    @Option(names = "--dry-run", description = "Show what would be written.")
    private boolean dryRun;

    SealCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.facts().put("dry_run", dryRun);
        root.facts().put("manifests", List.of());
        Seal seal = new Seal(root.project(), base, root.progress()::note);
        List<SealedDomain> sealed = seal.run(domains, accept, dryRun);
        root.facts().put("manifests", manifests(sealed));
        String text = SealText.of(sealed, dryRun, root.quiet(), root.console().style());
        return new Reports(root).result("seal", text);
    }

    private static List<Map<String, Object>> manifests(List<SealedDomain> sealed) {
        List<Map<String, Object>> manifests = new ArrayList<>();
        for (SealedDomain domain : sealed) {
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("domain", domain.domain().name());
            manifest.put("path", SealText.path(domain));
            manifest.put("file_count", domain.files());
            manifest.put("put_in_order", domain.order());
            manifest.put(
                    "lines", domain.changes().stream().map(SealCommand::line).toList());
            manifests.add(manifest);
        }
        return manifests;
    }

    private static Map<String, Object> line(SealChange change) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", change.filename());
        line.put("change", change.word());
        line.put("checksum", change.checksum());
        line.put("was", change.was());
        return line;
    }
}
