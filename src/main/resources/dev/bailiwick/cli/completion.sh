# Everything that could stand next: the words of the line without the program, the last being the one to complete.
_bailiwick_candidates() {
  [ -z "${ZSH_VERSION-}" ] || emulate -L sh
  local command='' subcommands='' options='' operands=''
  local dir=. domain='' option='' count=0 prefix='' word current wanted
  _bailiwick_facts
  while [ $# -gt 1 ]; do
    word=$1
    shift
    if [ -n "$option" ]; then
      # bash makes three words of --to=x.
      [ "$word" != '=' ] || continue
      case $option in -d | --dir) dir=$word ;; esac
      option=''
      continue
    fi
    case $word in
      --dir=*) dir=${word#--dir=} ;;
      --*=*) ;;
      -?*) [ -z "$(_bailiwick_wanted "$word")" ] || option=$word ;;
      *)
        case " $subcommands " in
          *" $word "*)
            command="${command:+$command }$word"
            _bailiwick_facts
            ;;
          *)
            count=$((count + 1))
            [ "$count" -gt 1 ] || domain=$word
            ;;
        esac
        ;;
    esac
  done
  current=${1-}
  [ "$current" != '=' ] || current=''
  case $dir in '~' | '~/'*) dir=$HOME${dir#\~} ;; esac

  if [ -z "$option" ]; then
    case $current in
      --*=*)
        option=${current%%=*}
        prefix=$option=
        current=${current#*=}
        ;;
    esac
  fi
  if [ -n "$option" ]; then
    wanted=$(_bailiwick_wanted "$option")
  elif [ -n "$subcommands" ]; then
    wanted=$(printf '%s' "$subcommands" | tr ' ' ,),
  else
    wanted=$(_bailiwick_operand "$count")
  fi
  if [ -z "$option" ]; then
    case $current in
      -*)
        wanted=''
        for word in $options; do
          wanted=$wanted${word%%:*},
        done
        ;;
    esac
  fi
  _bailiwick_names "$wanted" | while IFS= read -r word; do
    case $word in "$current"*) printf '%s\n' "$prefix$word" ;; esac
  done
}

# What an option wants: its label, or its values with commas between; nothing where it wants nothing.
_bailiwick_wanted() {
  local word
  for word in $options; do
    case $word in "$1:"*) printf '%s' "${word#*:}" ;; esac
  done
}

# What stands after so many operands; the last may be repeated.
_bailiwick_operand() {
  local word left=$1
  for word in $operands; do
    case $word in *...) left=0 ;; esac
    if [ "$left" -eq 0 ]; then
      printf '%s' "${word%...}"
      return
    fi
    left=$((left - 1))
  done
}

_bailiwick_names() {
  local place
  domain=${domain%/}
  domain=${domain#sql/}
  case $1 in
    *,*) printf '%s' "$1" | tr , '\n' ;;
    DOMAIN)
      for place in "$dir"/sql/*/; do
        [ ! -d "$place" ] || { place=${place%/} && printf '%s\n' "${place##*/}"; }
      done
      ;;
    FILE*)
      for place in "$dir/sql/$domain"/*.sql; do
        [ ! -f "$place" ] || printf '%s\n' "${place##*/}"
      done
      ;;
    SEED)
      for place in "$dir/sql/$domain"/seeds/*.sql; do
        [ ! -f "$place" ] || printf '%s\n' "${place##*/}"
      done
      ;;
  esac
}
