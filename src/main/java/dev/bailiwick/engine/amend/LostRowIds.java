package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.HistoryLog.Logged;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the ids that lost rows had: a rollback takes back in their order. Between the rows that were applied before and after
 * them the numbers are free that they left; where there are too few, they go after all.
 */
final class LostRowIds {
    private final Map<String, Long> ids;

    LostRowIds(History history) {
        this.ids = history.rows().stream().collect(Collectors.toMap(HistoryRow::filename, HistoryRow::id));
    }

    /**
     * The ids by file; without those that go after all others.
     *
     * @param order of all files that the log says are applied, as they were applied
     * @param lost those that have no row
     */
    Map<String, Long> of(List<String> order, List<Logged> lost) {
        Set<String> gone = new HashSet<>();
        lost.forEach(file -> gone.add(file.filename()));
        Map<String, Long> places = new HashMap<>();
        List<String> open = new ArrayList<>();
        long before = 0;
        for (String name : order) {
            Long id = ids.get(name);
            if (gone.contains(name)) {
                open.add(name);
            } else if (id != null && id > before) {
                if (id - before > open.size()) {
                    for (int i = 0; i < open.size(); i++) {
                        places.put(open.get(i), id - open.size() + i);
                    }
                }
                open.clear();
                before = id;
            }
        }
        Set<Long> taken = new HashSet<>(ids.values());
        places.values().removeIf(taken::contains);
        return places;
    }
}
