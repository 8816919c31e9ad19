package dev.bailiwick.engine.migrate;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.checks.GuardReport;
import dev.bailiwick.checks.RehearsalVerdict;
import dev.bailiwick.db.run.Rehearsal;
import dev.bailiwick.db.run.Rehearsal.Held;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.check.LintRun;
import dev.bailiwick.engine.run.SectionFailure;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.catalog.LockMode;
import dev.bailiwick.model.catalog.RelationEffect;
import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.model.report.RehearsalReport;
import dev.bailiwick.model.report.RehearsedFile;
import dev.bailiwick.model.report.RehearsedStatement;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.plan.UpRequest;
import dev.bailiwick.script.part.SectionParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs all that is pending for real, in one transaction that is rolled back, and says what it would mean for others. */
public final class Rehearse {
    /** So long nobody minds to wait for a rehearsal. */
    private static final Limits SHORT = new Limits("1s", "1min", null);

    private static final int SHOWN = 70;
    private static final Pattern TRUNCATE =
            Pattern.compile("\\s*TRUNCATE\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What other statements do to indexes is a part of what they do to tables. */
    private static final Pattern OF_INDEXES = Pattern.compile(
            "\\s*(DROP|ALTER|REINDEX)\\s+INDEX\\b.*|\\s*REINDEX\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final ProjectSession projectSession;
    private final List<String> names;
    private final List<RehearsedFile> files = new ArrayList<>();
    private final List<String> notRun = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private List<LintFinding> lint = List.of();

    /** @param names the domains as typed; empty for all */
    public Rehearse(ProjectSession projectSession, List<String> names) {
        this.projectSession = projectSession;
        this.names = List.copyOf(names);
    }

    /**
     * Rehearses.
     *
     * @throws BailiwickException exit 3 where migrate would refuse to begin, exit 6 where the connection breaks
     */
    public RehearsalReport run() {
        MigratePlan plan = MigratePlan.of(
                projectSession, new Migrate.Request(names, UpRequest.ALL, false, false, 1), "bailiwick rehearse", null);
        plan.orThrow();
        plan.notes().forEach(projectSession.events()::note);
        lint = plan.written().isEmpty()
                ? List.of()
                : LintRun.of(
                                projectSession.project(),
                                plan.written().stream().map(Domain::name).toList(),
                                null)
                        .findings();
        WriteAccessCheck.require(projectSession, plan.written());
        List<String> advanced = List.of();
        if (!plan.written().isEmpty()) {
            Limits limits = projectSession.settings().limits().or(SHORT);
            try (Rehearsal rehearsal = new Rehearsal(
                    projectSession.connector(), projectSession.settings(), limits, projectSession.cancellation())) {
                rehearse(plan, rehearsal);
                advanced = rehearsal.end();
            }
        }
        RehearsalVerdict verdict = new RehearsalVerdict(files);
        boolean safe = verdict.safe() && failures.isEmpty();
        String sentence = failures.isEmpty()
                ? verdict.sentence()
                : "it would not run: see below" + (verdict.safe() ? "" : "; as far as it got, " + verdict.sentence());
        return new RehearsalReport(sentence, safe, files, notRun, withoutOurs(advanced), failures);
    }

    private List<String> withoutOurs(List<String> advanced) {
        List<String> ours = projectSession.project().domains().stream()
                .flatMap(domain -> domain.ownTables().stream().map(table -> domain.schema() + "." + table + "_"))
                .toList();
        return advanced.stream()
                .filter(sequence -> ours.stream().noneMatch(sequence.replace("\"", "")::startsWith))
                .toList();
    }

    private void rehearse(MigratePlan plan, Rehearsal rehearsal) {
        Map<Domain, History> histories = new LinkedHashMap<>();
        plan.written().forEach(domain -> histories.put(domain, plan.history(domain)));
        Domain busy = rehearsal.begin(histories);
        if (busy != null) {
            failures.add(Failure.of(
                            "another runner works on domain " + busy.name() + " just now",
                            ShellCommand.of("bailiwick", "rehearse", busy.name()))
                    .withState("nothing was rehearsed"));
            return;
        }
        for (MigratePlan.Batch batch : plan.batches()) {
            for (SectionRun unit : batch.units()) {
                if (!unit.section().transaction()) {
                    notRun.add(unit.path());
                } else if (!rehearsed(unit, rehearsal)) {
                    return;
                }
            }
        }
    }

    /** Rehearses one file; false where nothing can follow it. */
    private boolean rehearsed(SectionRun unit, Rehearsal rehearsal) {
        SectionRun each = unit.in(SectionParts.each(unit.text(), unit.section()));
        projectSession.events().started(unit.domain(), unit.filename(), unit.direction());
        Rehearsal.Result result = rehearsal.run(each, projectSession.events()::notice);
        List<RehearsedStatement> statements = new ArrayList<>();
        long held = 0;
        for (int i = result.statements().size() - 1; i >= 0; i--) {
            Rehearsal.Ran ran = result.statements().get(i);
            held += ran.nanoseconds();
            statements.add(0, statement(unit, ran, held, rehearsal));
        }
        files.add(new RehearsedFile(
                unit.domain(),
                unit.path(),
                statements,
                CatalogComparison.of(result.earlier(), result.after()),
                lint.stream()
                        .filter(finding -> finding.where().file().equals(unit.path()))
                        .toList()));
        beyond(unit, result.beyond());
        SqlError error = result.error();
        if (error != null) {
            failures.add(failed(unit, error));
        }
        return error == null;
    }

    /** What the guard has found: it stops a migrate, or is only reported there, as the domain has it. */
    private void beyond(SectionRun unit, List<Violation> violations) {
        GuardReport report = SectionFailure.guardReport(projectSession, unit);
        if (unit.domain().guard() != Guard.ON) {
            GuardReport.distinct(violations)
                    .forEach(violation -> projectSession.events().note(report.sentence(violation)));
        } else if (!violations.isEmpty()) {
            failures.addAll(report.failures(violations, "rehearsed, and rolled back"));
        }
    }

    private Failure failed(SectionRun unit, SqlError error) {
        if (projectSession.cancellation().requested()) {
            return new Failure(
                    unit.path() + " was cancelled in the rehearsal",
                    error.place(unit),
                    error.said(),
                    "rolled back: nothing has changed",
                    List.of(ShellCommand.of(
                            "bailiwick", "rehearse", unit.domain().name())));
        }
        boolean busy = error.said().sqlState().equals("55P03");
        String again = ShellCommand.of("bailiwick", "rehearse", unit.domain().name());
        return new Failure(
                unit.path() + (busy ? " did not get a lock in the rehearsal" : " failed in the rehearsal"),
                error.place(unit),
                error.said(),
                "rolled back: nothing has changed"
                        + (notRun.isEmpty() ? "" : "; " + notRun.get(0) + " was not run, which it may need"),
                List.of(
                        busy
                                ? "when it is less busy, or with more patience: " + again + " --lock-timeout 10s"
                                : "mend " + unit.path() + ", then: " + again));
    }

    private RehearsedStatement statement(SectionRun unit, Rehearsal.Ran ran, long held, Rehearsal rehearsal) {
        List<RelationEffect> effects = new ArrayList<>();
        ran.held().forEach((oid, now) -> {
            RelationEffect effect =
                    effect(rehearsal.relations().get(oid), now, ran.earlier().get(oid), ran.part());
            boolean index = effect.kind().equals("index")
                    && !OF_INDEXES.matcher(ran.part().text()).matches();
            if (effect.any() && !index && !ours(effect.relation())) {
                effects.add(effect);
            }
        });
        String sql = ran.part().text().strip().replaceAll("\\s+", " ");
        return new RehearsedStatement(
                Place.of(unit.path(), unit.text(), ran.part().start()),
                sql.length() > SHOWN ? sql.substring(0, SHOWN) + "…" : sql,
                ran.nanoseconds() / 1_000_000,
                held / 1_000_000,
                effects);
    }

    private boolean ours(String relation) {
        String plain = relation.replace("\"", "");
        return projectSession.project().domains().stream().anyMatch(domain -> domain.ownTables().stream()
                .anyMatch(table -> plain.startsWith(domain.schema() + "." + table)));
    }

    private static RelationEffect effect(
            Rehearsal.@Nullable Relation was, Held now, @Nullable Held earlier, Part part) {
        LockMode lock = strongest(now.modes());
        LockMode known = earlier == null ? null : strongest(earlier.modes());
        boolean newLock = lock != null && (known == null || lock.compareTo(known) > 0);
        boolean there = earlier == null || earlier.there();
        long filenode = earlier != null ? earlier.filenode() : was == null ? now.filenode() : was.filenode();
        boolean rewritten = was != null
                && now.there()
                && filenode != now.filenode()
                && !was.kind().equals("sequence");
        Long bytes = now.bytes();
        return new RelationEffect(
                was != null ? was.name() : String.valueOf(now.name()),
                was == null ? "table" : was.kind(),
                was != null,
                was == null ? -1 : was.rows(),
                bytes != null ? bytes : was == null ? 0 : was.bytes(),
                newLock ? lock : null,
                rewritten,
                rewritten && TRUNCATE.matcher(part.text()).matches(),
                was != null && there && !now.there(),
                now.returned() - (earlier == null ? 0 : earlier.returned()),
                now.inserted() - (earlier == null ? 0 : earlier.inserted()),
                now.updated() - (earlier == null ? 0 : earlier.updated()),
                now.deleted() - (earlier == null ? 0 : earlier.deleted()));
    }

    private static @Nullable LockMode strongest(@Nullable String modes) {
        return modes == null
                ? null
                : Arrays.stream(modes.split(" "))
                        .map(LockMode::of)
                        .max(LockMode::compareTo)
                        .orElse(null);
    }
}
