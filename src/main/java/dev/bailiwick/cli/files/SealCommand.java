package dev.bailiwick.cli.files;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.check.Seal;
import dev.bailiwick.model.report.SealChange;
import dev.bailiwick.model.report.SealedDomain;
import dev.bailiwick.render.SealText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick seal}. */
public final class SealCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private List<String> accept = new ArrayList<>();

    private @Nullable String base;

    private boolean dryRun;

    public SealCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "seal", "Write the checksums of new migrations into checksums.md5, which 'validate' and md5sum -c verify;"
                + " needs no database.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .values("--accept", "FILE", "This file was meant to change or to go, though others have it: its name, or the beginning of"
                    + " it. Once for each file.", given -> accept = given)
                .value("--base", "REV", "The git branch that others take from: a line that is not on it yet follows its file. Default:"
                            + " origin's main branch, else main or master.", given -> base = given)
                .flag("--dry-run", "Show what would be written.", given -> dryRun = given);
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
