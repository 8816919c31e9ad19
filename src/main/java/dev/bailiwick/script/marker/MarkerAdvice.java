package dev.bailiwick.script.marker;

import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do about a line that looks like a marker, or is another tool's. That depends on the markers that the file
 * has: whoever wrote {@code -- migrate:up} beside the other tool's line needs no advice to write it.
 */
public final class MarkerAdvice {

    /**
     * A line that looks like a marker.
     *
     * @param start where the comment begins
     * @param what it is
     * @param foreign whether it is another tool's, and no misspelt one of ours
     * @param direction null where it only asks for no transaction
     * @param transaction false where it asks for none
     * @param options as they would stand after a marker of ours
     */
    record Alike(
            int start,
            String what,
            boolean foreign,
            @Nullable Direction direction,
            boolean transaction,
            String options) {}

    /** A marker as it should be. */
    private record Own(Direction direction, boolean transaction, int start) {}

    /** Of a file that is full of them, no more are shown. */
    private static final int MOST = 25;

    private final Text text;
    private final ScriptFindings findings;
    private final List<Own> own = new ArrayList<>();
    private final List<Integer> statements = new ArrayList<>();
    private final Map<Direction, Alike> first = new EnumMap<>(Direction.class);

    public MarkerAdvice(Text text, ScriptFindings findings) {
        this.text = text;
        this.findings = findings;
    }

    /** Hears of a statement. */
    public void statement(int start) {
        statements.add(start);
    }

    /** Hears of a marker. */
    public void marker(Marker marker, int start) {
        own.add(new Own(marker.direction(), marker.transaction(), start));
    }

    /** Whether a marker of this direction was there so far. */
    public boolean has(Direction direction) {
        return named(direction) != null;
    }

    /** Adds a finding for each line that looks like a marker. */
    public void give() {
        int count = 0;
        for (Alike alike : findings.alikes()) {
            findings.add(alike.start(), alike.what(), count++ < MOST ? mend(alike) : "");
        }
    }

    private String mend(Alike alike) {
        Direction direction = alike.direction();
        return direction == null ? noTransaction(alike) : section(alike, direction);
    }

    private @Nullable Own named(Direction direction) {
        return own.stream()
                .filter(marker -> marker.direction() == direction)
                .findFirst()
                .orElse(null);
    }

    /** The marker in whose section an offset stands; null before the first. */
    private @Nullable Own around(int offset) {
        return own.stream()
                .filter(marker -> marker.start() < offset)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private String noTransaction(Alike alike) {
        Own around = around(alike.start());
        List<Own> meant = around == null ? own : List.of(around);
        if (meant.isEmpty()) {
            return "write transaction:false behind the marker, as -- migrate:up transaction:false";
        }
        List<String> lacking = meant.stream()
                .filter(Own::transaction)
                .map(marker -> Marker.spelled(marker.direction()) + line(marker.start()))
                .toList();
        return lacking.isEmpty()
                ? "take it out: transaction:false stands behind "
                        + Marker.spelled(meant.get(0).direction())
                        + line(meant.get(0).start()) + " already"
                : "write transaction:false behind " + String.join(" and ", lacking) + ", and take this line out";
    }

    private String section(Alike alike, Direction direction) {
        Own named = named(direction);
        if (named != null) {
            return beside(alike, named);
        }
        Alike earlier = first.putIfAbsent(direction, alike);
        if (earlier != null && alike.foreign()) {
            return "take it out: line " + number(earlier.start()) + " is to be " + Marker.spelled(direction);
        }
        String write = "write " + (Marker.spelled(direction) + " " + alike.options()).strip();
        Own around = around(alike.start());
        return direction == Direction.UP && around != null
                ? write + ", and put that section before " + Marker.spelled(around.direction()) + line(around.start())
                : write;
    }

    /** Where the marker that it stands for is there. */
    private String beside(Alike alike, Own named) {
        String marker = Marker.spelled(named.direction());
        if (named.start() > alike.start()
                && statements.stream().anyMatch(at -> at > alike.start() && at < named.start())) {
            return "put " + marker + line(named.start()) + " here in its place";
        }
        Own around = around(alike.start());
        if (named.start() < alike.start() && !Objects.equals(named, around)) {
            return "take it out, and put what stands behind it into the section of " + marker + line(named.start());
        }
        return alike.transaction() || !named.transaction()
                ? "take it out: " + marker + " stands" + line(named.start()) + " already"
                : "write transaction:false behind " + marker + line(named.start()) + ", and take this line out";
    }

    private String line(int offset) {
        return " in line " + number(offset);
    }

    private int number(int offset) {
        return Place.of("", text, offset).line();
    }
}
