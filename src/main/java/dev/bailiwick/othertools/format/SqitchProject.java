package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * sqitch: {@code deploy/x.sql} and {@code revert/x.sql}, in the order of {@code sqitch.plan}. A change that was reworked stands
 * in the plan twice; the scripts of the earlier one are named with a tag between the two, {@code deploy/x@v1.sql}.
 */
public final class SqitchProject {
    public static final String PLAN = "sqitch.plan";

    private static final Pattern TAG = Pattern.compile("\\s*@(\\S+).*");
    private static final Pattern CHANGE = Pattern.compile(
            "\\s*([+-]?)\\s*([^\\s\\[@%#]\\S*)(?:\\s*\\[[^\\]]*])?(?:\\s+(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)Z.*)?"
                    + "\\s*(?:#.*)?");

    /**
     * A change of the plan.
     *
     * @param stamp 14 digits; null where the plan has no time
     * @param tags the tags between it and the next of its name
     */
    private record Planned(String name, int line, @Nullable String stamp, List<String> tags) {}

    private final Map<String, MigrationFile> files = new LinkedHashMap<>();
    private final ConversionCollector intake;
    private final List<Planned> changes = new ArrayList<>();

    private SqitchProject(ConversionCollector intake) {
        this.intake = intake;
    }

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        SqitchProject project = new SqitchProject(intake);
        files.forEach(file -> project.files.put(file.filename(), file));
        MigrationFile plan = project.files.remove(PLAN);
        if (plan != null) {
            project.plan(plan);
            project.scripts(plan);
            if (!intake.isRefused(plan)) {
                intake.leaveOut(plan, "was read: it holds the order");
            }
        }
        project.files.values().forEach(project::leftOver);
    }

    private void plan(MigrationFile plan) {
        List<String> lines = SourceLines.lines(plan);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher tag = TAG.matcher(line);
            Matcher change = CHANGE.matcher(line);
            if (line.isBlank() || line.strip().startsWith("#") || line.strip().startsWith("%")) {
                continue;
            }
            if (tag.matches()) {
                String name = tag.group(1);
                changes.stream().filter(planned -> isLast(planned)).forEach(planned -> planned.tags()
                        .add(name));
            } else if (!change.matches() || change.group(1).equals("-")) {
                intake.refuse(
                        plan,
                        i + 1,
                        1,
                        "this line of the plan is not understood",
                        "a line is a change, a tag or a comment");
            } else {
                changes.add(new Planned(change.group(2), i + 1, stamp(change), new ArrayList<>()));
            }
        }
    }

    /** Whether no later change has its name, up to here. */
    private boolean isLast(Planned planned) {
        return changes.stream()
                .noneMatch(
                        other -> other.line() > planned.line() && other.name().equals(planned.name()));
    }

    private static @Nullable String stamp(Matcher change) {
        if (change.group(3) == null) {
            return null;
        }
        StringBuilder digits = new StringBuilder();
        for (int group = 3; group <= 8; group++) {
            digits.append(change.group(group));
        }
        return digits.toString();
    }

    private void scripts(MigrationFile plan) {
        boolean dated = ascending();
        for (int i = 0; i < changes.size(); i++) {
            Planned planned = changes.get(i);
            MigrationFile deploy = script("deploy", planned);
            MigrationFile revert = script("revert", planned);
            script("verify", planned);
            if (deploy == null) {
                intake.refuse(
                        plan,
                        planned.line(),
                        1,
                        "there is no deploy/" + planned.name() + ".sql",
                        "name the folder that holds " + PLAN + " and deploy/");
                continue;
            }
            String stamp = planned.stamp();
            OtherToolChange change = OtherToolChange.of(
                    new OriginalFile(FileFormat.SQITCH.word(), deploy.filename()),
                    deploy,
                    OtherToolVersion.number(dated && stamp != null ? stamp : "%04d".formatted(i + 1)),
                    planned.name(),
                    new OtherToolChange.Half(SourceLines.of(deploy), true),
                    revert == null ? null : new OtherToolChange.Half(SourceLines.of(revert), true));
            intake.change(change);
        }
    }

    /** Whether the plan's times say its order, so that they can be versions. */
    private boolean ascending() {
        String last = "";
        for (Planned planned : changes) {
            String stamp = planned.stamp();
            if (stamp == null || stamp.compareTo(last) <= 0) {
                return false;
            }
            last = stamp;
        }
        return true;
    }

    /** The script of a change, which is then no longer among the files; null where there is none. */
    private @Nullable MigrationFile script(String folder, Planned planned) {
        MigrationFile script = null;
        if (!isLast(planned)) {
            for (int i = 0; i < planned.tags().size() && script == null; i++) {
                script = files.remove(
                        folder + "/" + planned.name() + "@" + planned.tags().get(i) + ".sql");
            }
        } else {
            script = files.remove(folder + "/" + planned.name() + ".sql");
        }
        if (script != null && folder.equals("verify")) {
            intake.leaveOut(script, "is a verify script, which nothing runs here");
        }
        return script;
    }

    private void leftOver(MigrationFile file) {
        boolean script = file.filename().matches("(deploy|revert|verify)/.*\\.sql");
        intake.leaveOut(file, script ? "is not in the plan, so that sqitch doesn't run it" : "is no migration");
    }
}
